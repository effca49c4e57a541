using MultiplexCluster.Cluster.Database;
using MultiplexCluster.Faults.Service;
using Xunit;
using Xunit.Abstractions;

namespace MultiplexCluster.Cluster.Tests;

public sealed class StartTests(ITestOutputHelper output)
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

    [ClusterFact]
    public async Task Two_nodes_that_start_at_once_on_an_empty_database_create_its_schema_once()
    {
        await using var database = await PostgresServer.StartAsync();
        await database.CreateDatabaseAsync("fresh");

        // Each without seeds, so that neither waits for the other to have a catalog.
        var services = Enumerable.Range(0, 2).Select(_ => ServiceProcess.Create(new ServiceSetup
        {
            Environment = new Dictionary<string, string?>
            {
                ["Multiplex__MasterKey"] = MasterKey,
                ["Multiplex__Persistence__Provider"] = "postgresql",
                ["Multiplex__Persistence__ConnectionString"] = database.ConnectionString("fresh"),
            },
        })).ToList();
        try
        {
            await Task.WhenAll(services.Select(s => s.StartAgainAsync()));

            var tables = await database.QueryAsync("fresh", "SELECT table_name FROM information_schema.tables WHERE table_schema = 'public' ORDER BY 1");
            output.WriteLine(string.Join(' ', tables));
            Assert.Equal(tables.Distinct(), tables);
            Assert.All(services, s => Assert.Empty(s.Output.AlarmingLines));
            Assert.DoesNotContain(database.Output.Lines, line => line.Contains("ERROR", StringComparison.Ordinal));
        }
        finally
        {
            foreach (var service in services)
            {
                await service.DisposeAsync();
            }
        }
    }
}
