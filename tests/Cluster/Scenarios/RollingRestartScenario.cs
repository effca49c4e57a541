using System.Globalization;
using MultiplexCluster.Cluster.Checking;
using MultiplexCluster.Cluster.Load;
using MultiplexCluster.Cluster.Nodes;
using MultiplexCluster.FakeProviders.Scripting;
using MultiplexCluster.Faults.Callers;
using MultiplexCluster.Faults.Service;

namespace MultiplexCluster.Cluster.Scenarios;

/// <summary>Every node is asked to end and started again, one after another, at 100 calls a second and beside long streams. Nothing fails and nothing is cut.</summary>
public static class RollingRestartScenario
{
    private const int Rate = 100;
    private const int EventsPerSecond = 10;

    /// <summary>
    /// Runs it with so many streams at any time, each of such a length. <paramref name="program"/>: started in place of what ran
    /// before, as an upgrade or the way back; null for the same.
    /// </summary>
    public static async Task<ScenarioResult> RunAsync(TestCluster cluster, int streams, TimeSpan length, string? program = null)
    {
        ArgumentNullException.ThrowIfNull(cluster);
        List<string> faults = [];
        await using var balancer = new LoadBalancer(() => cluster.Nodes);
        var shorts = await cluster.PoolAsync(4, new { max_concurrent_requests = 5, queue_size = 1000 });
        var longs = await cluster.PoolAsync(2, new { max_concurrent_requests = streams, queue_size = 1000 });
        foreach (var id in longs.Ids)
        {
            cluster.KeyOf(id).Always(Step.Ok().WithEvents((int)(length.TotalSeconds * EventsPerSecond)).WithEventDelay(TimeSpan.FromSeconds(1.0 / EventsPerSecond)));
        }

        await using var calling = cluster.Crowd.StartRate(Rate, i => new CallPlan { Pool = shorts.Name, Stream = i % 10 == 0, Pinned = i % 5 == 0 ? shorts.Ids[i / 5 % 4] : null });
        await using var streaming = cluster.Crowd.StartCallers(streams, _ => new CallPlan { Pool = longs.Name, Stream = true });
        await Task.Delay(TimeSpan.FromSeconds(2));

        var ends = new List<TimeSpan>();
        foreach (var node in cluster.Nodes)
        {
            var began = cluster.Clock;
            node.Terminate();
            if (await node.ExitAsync(length + TimeSpan.FromSeconds(60)) is not 0 and var code)
            {
                faults.Add($"{node} ended with {code}");
            }

            ends.Add(cluster.Clock - began);
            node.Service.Program = program ?? node.Service.Program;
            await node.StartAsync();
            await Task.Delay(TimeSpan.FromSeconds(0.5));
        }

        var (calls, streamed) = (await calling.StopAsync(), await streaming.StopAsync());
        var report = await InvariantCheck.RunAsync(cluster, new TestPool("all", [.. shorts.Ids, .. longs.Ids]), [.. calls, .. streamed]);
        faults.AddRange(report.Violations);
        faults.AddRange(ScenarioResult.FailedOf(calls.Concat(streamed)));
        return new ScenarioResult(string.Create(CultureInfo.InvariantCulture,
            $"{calls.Count} calls, {calls.Count(c => !c.Succeeded)} failed, slowest {calls.Max(c => c.Took).TotalSeconds:F1} s; {streamed.Count} streams of {length.TotalSeconds:F0} s, {streamed.Count(c => !c.Succeeded)} cut; nodes ended in {string.Join(' ', ends.Select(e => e.TotalSeconds.ToString("F1", CultureInfo.InvariantCulture)))} s; most in flight {shorts.Ids.Max(id => report.Peaks[id])} of 5"),
            faults);
    }
}
