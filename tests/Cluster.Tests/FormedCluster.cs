using MultiplexCluster.Cluster.Nodes;
using Xunit;

namespace MultiplexCluster.Cluster.Tests;

/// <summary>A cluster that a collection of tests shares: how it is set up and its nodes are started differs, the rest is here.</summary>
public abstract class FormedCluster : IAsyncLifetime
{
    public TestCluster Cluster { get; private set; } = null!;

    /// <summary>What sounded like trouble while the cluster formed.</summary>
    public IReadOnlyList<string> Alarms { get; private set; } = [];

    protected abstract TestClusterSetup Setup { get; }

    public async Task InitializeAsync()
    {
        // A fixture is made even when all its tests are skipped.
        if (!ClusterFactAttribute.MayRun)
        {
            return;
        }

        Cluster = await TestCluster.CreateAsync(Setup);
        try
        {
            await FormAsync();
            Alarms = [.. Cluster.Nodes.SelectMany(node => node.Service.Output.AlarmingLines)];
            await Cluster.WarmUpAsync();
        }
        catch
        {
            await Cluster.DisposeAsync();
            throw;
        }
    }

    public virtual async Task DisposeAsync()
    {
        if (Cluster is not null)
        {
            await Cluster.DisposeAsync();
        }
    }

    /// <summary>Starts the nodes; all are ready when this completes.</summary>
    protected abstract Task FormAsync();

    /// <summary>What each node gives as soon as it is ready.</summary>
    protected Task<T[]> OnceReadyAsync<T>(Func<ClusterNode, Task<T>> give) => Task.WhenAll(Cluster.Nodes.Select(async node =>
    {
        await node.WaitUntilReadyAsync();
        return await give(node);
    }));
}
