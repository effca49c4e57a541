using System.Globalization;
using MultiplexCluster.Cluster.Checking;
using MultiplexCluster.Cluster.Links;
using MultiplexCluster.Cluster.Nodes;
using MultiplexCluster.Faults.Callers;

namespace MultiplexCluster.Cluster.Scenarios;

/// <summary>The last node is cut off for a minute, under load; then the cut heals. Counts when it last began a call, and when it serves again.</summary>
public static class PartitionScenario
{
    private static readonly TimeSpan Away = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan MayCall = TimeSpan.FromSeconds(15);

    /// <summary>Runs it.</summary>
    public static async Task<ScenarioResult> RunAsync(TestCluster cluster)
    {
        ArgumentNullException.ThrowIfNull(cluster);
        var pool = await cluster.PoolAsync(6, new { max_concurrent_requests = 5, queue_size = 1000, queue_timeout = 20 });
        var (minority, majority) = (cluster.Nodes[^1], cluster.Nodes.Take(cluster.Nodes.Count - 1).ToList());
        await using var load = cluster.Crowd.StartRate(60, i => new CallPlan { Pool = pool.Name, Stream = i % 10 == 0 });
        await Task.Delay(TimeSpan.FromSeconds(5));

        var cut = cluster.Clock;
        await cluster.Links.SeparateAsync(majority, [minority]);
        await Task.Delay(Away);
        await cluster.Links.HealAllAsync(cluster.Nodes);
        var healed = cluster.Clock;
        await Task.Delay(TimeSpan.FromSeconds(20));
        var isReady = minority.Service.IsRunning;
        var calls = await load.StopAsync();

        var report = await InvariantCheck.RunAsync(cluster, pool, calls);
        var of = calls.ToDictionary(c => c.RequestId, StringComparer.Ordinal);
        var last = report.Provider
            .Where(p => p.StartedAt > cut && p.StartedAt < healed && p.Header("X-Request-Id").Any(id => of.TryGetValue(id, out var call) && call.Crowd == minority.Name))
            .Select(p => p.StartedAt - cut).DefaultIfEmpty().Max();
        List<string> faults = [.. report.Violations];
        if (last > MayCall)
        {
            faults.Add(string.Create(CultureInfo.InvariantCulture, $"the minority began a call {last.TotalSeconds:F1} s after the cut"));
        }

        if (!isReady)
        {
            faults.Add("the minority's process has ended");
        }

        return new ScenarioResult(string.Create(CultureInfo.InvariantCulture,
            $"{calls.Count} calls, {calls.Count(c => !c.Succeeded && majority.Exists(n => n.Name == c.Crowd))} failed at the majority, {calls.Count(c => !c.Succeeded && c.Crowd == minority.Name)} at the minority; the minority's last call {last.TotalSeconds:F1} s after the cut; most in flight {string.Join(' ', report.Peaks.Values)} of 5"), faults);
    }
}
