using MultiplexCluster.Cluster.Nodes;
using MultiplexCluster.Cluster.Scenarios;
using Xunit;
using Xunit.Abstractions;

namespace MultiplexCluster.Cluster.Tests;

/// <summary>One cluster for all tests that kill, freeze, cut off and restart its nodes, one test after another; each leaves three nodes ready.</summary>
public sealed class WornCluster : IAsyncLifetime
{
    public TestCluster Cluster { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        // A fixture is made even when all its tests are skipped.
        if (ClusterFactAttribute.MayRun)
        {
            Cluster = await TestCluster.StartAsync(new TestClusterSetup
            {
                // Tests' balancers ask every 100 ms.
                Environment = new Dictionary<string, string?> { ["Multiplex__Drain__DelaySeconds"] = "1" },
            });
        }
    }

    public async Task DisposeAsync()
    {
        if (Cluster is not null)
        {
            await Cluster.DisposeAsync();
        }
    }

    /// <summary>Fails with what a scenario found wrong.</summary>
    internal static void Check(ScenarioResult result, ITestOutputHelper output)
    {
        output.WriteLine(result.Figures);
        Assert.True(result.Faults.Count == 0, string.Join(Environment.NewLine, result.Faults.Prepend(result.Figures)));
    }
}

[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class WornClusterTests : ICollectionFixture<WornCluster>
{
    public const string Name = "worn cluster";
}
