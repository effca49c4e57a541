using MultiplexCluster.Cluster.Scenarios;
using Xunit;
using Xunit.Abstractions;

namespace MultiplexCluster.Cluster.Tests;

[Collection(SharedClusterTests.Name)]
public sealed class JoiningTests(SharedCluster shared, ITestOutputHelper output)
{
    [ClusterFact]
    public async Task A_fourth_node_gets_its_share_under_load_and_nothing_is_lost()
    {
        var result = await JoinScenario.RunAsync(shared.Cluster, TimeSpan.FromSeconds(2));
        await shared.Cluster.RemoveNodeAsync(shared.Cluster.Nodes[^1]);

        SharedCluster.Check(result, output);
    }
}
