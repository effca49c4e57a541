using Xunit;

namespace MultiplexCluster.Host.Tests.Admin;

public sealed class HealthTests
{
    [Fact]
    public async Task Liveness_is_open_and_readiness_says_why_not()
    {
        await using var server = await AdminServer.StartAsync();
        server.Client.DefaultRequestHeaders.Authorization = null;

        Assert.Equal("live", (await server.SendAsync("GET", "/health/live"))["status"].GetString());
        Assert.Equal("ready", (await server.SendAsync("GET", "/health/ready"))["status"].GetString());
        server.Readiness.Why = "draining";
        var answer = await server.SendAsync("GET", "/health/ready");
        Assert.Equal((503, "not_ready", "draining"), (answer.Status, answer["status"].GetString(), answer["reason"].GetString()));
    }
}
