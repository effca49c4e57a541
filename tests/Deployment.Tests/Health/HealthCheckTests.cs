using System.Diagnostics;
using System.Net;
using MultiplexCluster.Deployment.Tests.Containers;
using Xunit;

namespace MultiplexCluster.Deployment.Tests.Health;

/// <summary>Runs the image's health check as Docker does, against listeners as the image may have them.</summary>
public sealed class HealthCheckTests
{
    [Theory]
    [InlineData("http://+:{0}")]
    [InlineData("http://0.0.0.0:{0}")]
    [InlineData("https://+:1;http://localhost:{0}")]
    public async Task A_service_that_answers_is_healthy(string urls)
    {
        await using var service = await ServedPaths.StartAsync(IPAddress.Loopback);

        Assert.Equal((0, ""), await CheckAsync(string.Format(null, urls, service.Address.Port)));
    }

    [Fact]
    public async Task A_listener_on_one_address_is_asked_there()
    {
        await using var service = await ServedPaths.StartAsync(IPAddress.Parse("127.0.9.1"));

        Assert.Equal(0, (await CheckAsync(service.Address.ToString())).ExitCode);
        Assert.Equal(1, (await CheckAsync($"http://+:{service.Address.Port}")).ExitCode);
    }

    [Fact]
    public async Task A_service_that_is_not_ready_is_healthy_all_the_same_and_can_be_asked_for_that()
    {
        await using var service = await ServedPaths.StartAsync(IPAddress.Loopback, ready: false);

        Assert.Equal(0, (await CheckAsync(service.Address.ToString())).ExitCode);
        Assert.Equal((1, "not healthy: the service answers 503\n"), await CheckAsync(service.Address.ToString(), "--ready"));
    }

    [Theory]
    [InlineData("http://127.0.9.2:9", "refused")]
    [InlineData("https://+:1", "no http:// listener")]
    public async Task Otherwise_it_is_not_and_the_reason_is_told(string urls, string reason)
    {
        var (exitCode, error) = await CheckAsync(urls);

        Assert.Equal(1, exitCode);
        Assert.Contains(reason, error, StringComparison.OrdinalIgnoreCase);
    }

    private static async Task<(int ExitCode, string Error)> CheckAsync(string urls, string? argument = null)
    {
        var command = Dockerfile.Load()["host"].HealthCheck;
        var start = new ProcessStartInfo(command[0], [Path.Combine(AppContext.BaseDirectory, command[1]), argument ?? command[2]]) { RedirectStandardError = true };
        start.Environment["ASPNETCORE_URLS"] = urls;
        using var check = Process.Start(start)!;
        var error = await check.StandardError.ReadToEndAsync();
        await check.WaitForExitAsync();
        return (check.ExitCode, error);
    }
}
