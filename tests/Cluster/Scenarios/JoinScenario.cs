using System.Globalization;
using MultiplexCluster.Cluster.Checking;
using MultiplexCluster.Cluster.Nodes;
using MultiplexCluster.FakeProviders.Scripting;
using MultiplexCluster.Faults.Callers;

namespace MultiplexCluster.Cluster.Scenarios;

/// <summary>A fourth node joins while 300 callers keep every slot taken, and gets its share of the endpoints. Nothing is lost; who waits for a moving endpoint waits at most three seconds longer.</summary>
public static class JoinScenario
{
    private static readonly TimeSpan MayTake = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan MayWaitLonger = TimeSpan.FromSeconds(3);

    /// <summary>Runs it, and goes on so long after the node has got its first shard.</summary>
    public static async Task<ScenarioResult> RunAsync(TestCluster cluster, TimeSpan settle)
    {
        ArgumentNullException.ThrowIfNull(cluster);
        List<string> faults = [];
        var pool = await cluster.PoolAsync(12, new { max_concurrent_requests = 5, queue_size = 1000 });
        foreach (var id in pool.Ids)
        {
            cluster.KeyOf(id).Always(Step.Ok().WithLatency(TimeSpan.FromMilliseconds(200)));
        }

        await using var load = cluster.Crowd.StartCallers(300, i => new CallPlan
        {
            Pool = pool.Name, Stream = i % 10 == 0, Pinned = i % 2 == 0 ? pool.Ids[i / 2 % pool.Ids.Count] : null,
        });
        await Task.Delay(TimeSpan.FromSeconds(2));
        var joining = cluster.Clock;
        var fourth = await cluster.AddNodeAsync();
        fourth.InRotation = false;
        await fourth.StartAsync();
        fourth.InRotation = true;
        var ready = cluster.Clock - joining;
        var shards = 0;
        while (shards == 0 && cluster.Clock - joining < MayTake)
        {
            await Task.Delay(500);
            shards = await OwnedShards.OfAsync(fourth);
        }

        await Task.Delay(settle);
        shards = await OwnedShards.OfAsync(fourth);
        if (shards == 0)
        {
            faults.Add("the fourth node owns nothing");
        }

        var calls = await load.StopAsync();
        var report = await InvariantCheck.RunAsync(cluster, pool, calls);
        faults.AddRange(report.Violations);
        faults.AddRange(ScenarioResult.FailedOf(calls));
        var before = calls.Where(c => c.StartedAt + c.Took < joining).Max(c => c.Took);
        var after = calls.Where(c => c.StartedAt + c.Took >= joining).Max(c => c.Took);
        if (after > before + MayWaitLonger)
        {
            faults.Add(string.Create(CultureInfo.InvariantCulture, $"the slowest call took {after.TotalSeconds:F1} s, {before.TotalSeconds:F1} s before"));
        }

        return new ScenarioResult(string.Create(CultureInfo.InvariantCulture,
            $"{calls.Count} calls of 300 callers, {calls.Count(c => !c.Succeeded)} failed; ready after {ready.TotalSeconds:F1} s, then owns {shards} shards; slowest call {before.TotalSeconds:F1} s before, {after.TotalSeconds:F1} s while it joined; most in flight {report.Peaks.Values.Max()} of 5"),
            faults);
    }
}
