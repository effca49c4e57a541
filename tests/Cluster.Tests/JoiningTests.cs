using MultiplexCluster.Cluster.Nodes;
using MultiplexCluster.Cluster.Scenarios;
using Xunit;
using Xunit.Abstractions;

namespace MultiplexCluster.Cluster.Tests;

[Collection(WornClusterTests.Name)]
public sealed class JoiningTests(ITestOutputHelper output)
{
    [ClusterFact]
    public async Task A_fourth_node_gets_its_share_under_load_and_nothing_is_lost()
    {
        await using var cluster = await TestCluster.StartAsync();

        WornCluster.Check(await JoinScenario.RunAsync(cluster, TimeSpan.FromSeconds(4)), output);
    }
}
