using MultiplexCluster.Cluster.Scenarios;
using Xunit;
using Xunit.Abstractions;

namespace MultiplexCluster.Cluster.Tests;

[Collection(WornClusterTests.Name)]
public sealed class JoiningTests(WornCluster worn, ITestOutputHelper output)
{
    [ClusterFact]
    public async Task A_fourth_node_gets_its_share_under_load_and_nothing_is_lost()
    {
        var result = await JoinScenario.RunAsync(worn.Cluster, TimeSpan.FromSeconds(4));
        await worn.Cluster.RemoveNodeAsync(worn.Cluster.Nodes[^1]);

        WornCluster.Check(result, output);
    }
}
