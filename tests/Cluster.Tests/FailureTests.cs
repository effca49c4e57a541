using MultiplexCluster.Cluster.Nodes;
using MultiplexCluster.Cluster.Scenarios;
using Xunit;
using Xunit.Abstractions;

namespace MultiplexCluster.Cluster.Tests;

/// <summary>The scenarios of the long form, each as short as it still shows what it is for.</summary>
[Collection(WornClusterTests.Name)]
public sealed class FailureTests(WornCluster worn, ITestOutputHelper output)
{
    [ClusterFact]
    public async Task A_killed_owner_costs_other_nodes_callers_no_error_and_no_acknowledged_change() => WornCluster.Check(
        await KillScenario.RunAsync(worn.Cluster, worn.Cluster.Nodes[0], OutageCause.Killed, TimeSpan.FromSeconds(15)), output);

    [ClusterFact]
    public async Task A_frozen_owner_is_replaced_and_starts_nothing_when_it_wakes() => WornCluster.Check(
        await KillScenario.RunAsync(worn.Cluster, worn.Cluster.Nodes[1], OutageCause.Frozen, TimeSpan.FromSeconds(15)), output);

    [ClusterFact]
    public async Task A_node_that_is_cut_off_stops_calling_and_comes_back() => WornCluster.Check(
        await PartitionScenario.RunAsync(worn.Cluster, worn.Cluster.Nodes[2], isOneWay: false, TimeSpan.FromSeconds(25)), output);

    [ClusterFact]
    public async Task A_rolling_restart_loses_no_call_and_cuts_no_stream() => WornCluster.Check(
        await RollingRestartScenario.RunAsync(worn.Cluster, streams: 20, TimeSpan.FromSeconds(4)), output);
}
