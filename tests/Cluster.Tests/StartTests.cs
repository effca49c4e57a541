using MultiplexCluster.Faults.Service;
using Xunit;

namespace MultiplexCluster.Cluster.Tests;

public sealed class StartTests
{
    private const string MasterKey = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";

    [Fact]
    public async Task Sqlite_with_more_than_one_node_refuses_to_start_and_says_why()
    {
        await using var service = ServiceProcess.Create(new ServiceSetup
        {
            Environment = new Dictionary<string, string?>
            {
                ["Multiplex__MasterKey"] = MasterKey,
                ["Multiplex__Cluster__Port"] = "4053",
                ["Multiplex__Cluster__SeedNodes__0"] = "127.0.0.1:4053",
                ["Multiplex__Cluster__SeedNodes__1"] = "127.0.0.1:4054",
            },
        });
        service.Launch();

        Assert.Equal(2, await service.ExitAsync(TimeSpan.FromSeconds(30)));
        Assert.Contains(service.Output.Lines, line => line.Contains("Multiplex__Persistence__Provider = sqlite: must be postgresql when seed nodes name more than this node", StringComparison.Ordinal));
        Assert.False(Directory.Exists(service.DataDirectory));
    }
}
