using Xunit;

namespace MultiplexCluster.Host.Tests.Admin;

public sealed class ClusterTests
{
    [Fact]
    public async Task The_cluster_is_shown_in_the_documented_form()
    {
        await using var server = await AdminServer.StartAsync();

        var cluster = (await server.SendAsync("GET", "/admin/cluster")).Json;

        Assert.Equal(["database", "members", "version"], cluster.EnumerateObject().Select(field => field.Name).Order());
        Assert.Equal(
            ["""{"address":"10.0.0.1:4053","roles":["endpoint"],"status":"up","shards":64,"self":true}""",
             """{"address":"10.0.0.2:4053","roles":["endpoint","frontend"],"status":"unreachable","shards":null,"self":false}"""],
            cluster.GetProperty("members").EnumerateArray().Select(member => member.GetRawText()));
        Assert.Equal("""{"provider":"postgresql","reachable":true}""", cluster.GetProperty("database").GetRawText());
        Assert.NotEqual("unknown", cluster.GetProperty("version").GetString());
    }
}
