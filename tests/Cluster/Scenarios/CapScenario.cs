using System.Globalization;
using MultiplexCluster.Cluster.Checking;
using MultiplexCluster.Cluster.Nodes;
using MultiplexCluster.Faults.Callers;

namespace MultiplexCluster.Cluster.Scenarios;

/// <summary>300 callers spread over all nodes, pinned and not, short and streamed, on a limit of five.</summary>
public static class CapScenario
{
    /// <summary>Runs it.</summary>
    public static async Task<ScenarioResult> RunAsync(TestCluster cluster)
    {
        ArgumentNullException.ThrowIfNull(cluster);
        var pool = await cluster.PoolAsync(4, new { max_concurrent_requests = 5, queue_size = 1000 });
        var calls = await cluster.Crowd.CallersAsync(300, 10, i => new CallPlan
        {
            Pool = pool.Name, Stream = i % 5 == 0, Pinned = i % 4 == 0 ? pool.Ids[i / 4 % pool.Ids.Count] : null,
        });
        var report = await InvariantCheck.RunAsync(cluster, pool, calls);
        return new ScenarioResult(
            string.Create(CultureInfo.InvariantCulture, $"{calls.Count} calls, {calls.Count(c => c.Succeeded)} succeeded, most in flight {string.Join(' ', report.Peaks.Values)} of 5"),
            [.. report.Violations, .. ScenarioResult.FailedOf(calls)]);
    }
}
