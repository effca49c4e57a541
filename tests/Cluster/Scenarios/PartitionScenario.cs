using System.Globalization;
using MultiplexCluster.Cluster.Checking;
using MultiplexCluster.Cluster.Links;
using MultiplexCluster.Cluster.Load;
using MultiplexCluster.Cluster.Nodes;
using MultiplexCluster.FakeProviders.Scripting;
using MultiplexCluster.Faults.Callers;

namespace MultiplexCluster.Cluster.Scenarios;

/// <summary>
/// One node is cut off for a while, under load, with supervised processes; then the cut heals. Counts when it last
/// began a call, and when it serves again.
/// </summary>
public static class PartitionScenario
{
    private static readonly TimeSpan MayCall = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan MayRun = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan MayBeUnreported = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan MayRejoin = TimeSpan.FromSeconds(60);

    /// <summary>Runs it; one way: what the minority sends is lost, what the majority sends arrives.</summary>
    public static async Task<ScenarioResult> RunAsync(TestCluster cluster, ClusterNode minority, bool isOneWay, TimeSpan away)
    {
        ArgumentNullException.ThrowIfNull(cluster);
        ArgumentNullException.ThrowIfNull(minority);
        var majority = cluster.Nodes.Where(n => n != minority).ToList();
        foreach (var node in cluster.Nodes)
        {
            node.IsSupervised = true;
        }

        List<string> faults = [];
        await using var balancer = new LoadBalancer(() => cluster.Nodes);
        var pool = await cluster.PoolAsync(3, new { max_concurrent_requests = 5, queue_size = 1000, queue_timeout = 20 });
        foreach (var id in pool.Ids)
        {
            // So slow that the load takes nearly all slots: whoever grants twice exceeds the limit.
            cluster.KeyOf(id).Always(Step.Ok().WithLatency(TimeSpan.FromMilliseconds(250)));
        }

        await using var load = cluster.Crowd.StartRate(50, i => new CallPlan { Pool = pool.Name, Stream = i % 10 == 0 });
        await Task.Delay(TimeSpan.FromSeconds(2));

        var cut = cluster.Clock;
        await (isOneWay ? cluster.Links.SilenceAsync([minority], majority) : cluster.Links.SeparateAsync(majority, [minority]));
        await Task.Delay(Smaller(MayRun, away));
        if (minority.ExitCodes.Count == 0)
        {
            // An orchestrator whose probes fail does that.
            faults.Add($"the minority's process has not ended {(cluster.Clock - cut).TotalSeconds:F0} s after the cut");
            await minority.KillAsync();
        }

        await Task.Delay(away - Smaller(MayRun, away));
        var healed = cluster.Clock;
        await cluster.Links.HealAllAsync(cluster.Nodes);
        if (!await minority.BecomesReadyAsync(MayRejoin))
        {
            faults.Add("the minority did not become ready after healing");
        }

        var rejoined = cluster.Clock - healed;
        foreach (var node in cluster.Nodes)
        {
            node.IsSupervised = false;
        }

        await Task.Delay(TimeSpan.FromSeconds(3));
        var calls = await load.StopAsync();

        var report = await InvariantCheck.RunAsync(
            cluster, pool, calls, c => c.Crowd == minority.Name && c.StartedAt < healed && c.StartedAt + c.Took > cut - MayBeUnreported);
        var nodeOf = calls.ToDictionary(c => c.RequestId, c => c.Crowd, StringComparer.Ordinal);
        var last = report.Provider
            .Where(p => p.StartedAt > cut && p.StartedAt < healed && p.Header("X-Request-Id").Any(id => nodeOf.GetValueOrDefault(id) == minority.Name))
            .Select(p => p.StartedAt - cut).DefaultIfEmpty().Max();
        faults.AddRange(report.Violations);
        if (last > MayCall)
        {
            faults.Add(string.Create(CultureInfo.InvariantCulture, $"the minority began a call {last.TotalSeconds:F1} s after the cut"));
        }

        var failed = calls.Where(c => !c.Succeeded).ToLookup(c => c.Crowd == minority.Name);
        return new ScenarioResult(string.Create(CultureInfo.InvariantCulture,
            $"{calls.Count} calls, failed {failed[false].Count()} at the majority, {failed[true].Count()} at the minority; its last call {last.TotalSeconds:F1} s after the cut, exit codes {string.Join(' ', minority.ExitCodes)}, ready {rejoined.TotalSeconds:F1} s after healing; most in flight {string.Join(' ', report.Peaks.Values)} of 5"),
            faults);
    }

    private static TimeSpan Smaller(TimeSpan a, TimeSpan b) => a < b ? a : b;
}
