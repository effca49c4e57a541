using MultiplexCluster.Cluster.Nodes;
using MultiplexCluster.Cluster.Scenarios;
using Xunit;
using Xunit.Abstractions;

namespace MultiplexCluster.Cluster.Tests;

/// <summary>The scenarios of the long form, each as short as it still shows what it is for. That of a kill is among <see cref="KilledHolderTests"/>.</summary>
[Collection(SharedClusterTests.Name)]
public sealed class FailureTests(SharedCluster shared, ITestOutputHelper output)
{
    [ClusterFact]
    public async Task A_frozen_owner_is_replaced_and_starts_nothing_when_it_wakes() => SharedCluster.Check(
        await KillScenario.RunAsync(shared.Cluster, shared.Cluster.Nodes[1], OutageCause.Frozen, TimeSpan.FromSeconds(15)), output);

    [ClusterFact]
    public async Task A_node_that_is_cut_off_stops_calling_and_comes_back() => SharedCluster.Check(
        await PartitionScenario.RunAsync(shared.Cluster, shared.Cluster.Nodes[2], isOneWay: false, TimeSpan.FromSeconds(20)), output);

    [ClusterFact]
    public async Task A_rolling_restart_loses_no_call_and_cuts_no_stream() => SharedCluster.Check(
        await RollingRestartScenario.RunAsync(shared.Cluster, streams: 20, TimeSpan.FromSeconds(2)), output);
}
