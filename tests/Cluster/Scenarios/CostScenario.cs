using System.Diagnostics;
using System.Globalization;
using MultiplexCluster.Cluster.Nodes;
using MultiplexCluster.FakeProviders.Scripting;
using MultiplexCluster.Faults.Callers;

namespace MultiplexCluster.Cluster.Scenarios;

/// <summary>
/// What a call costs in processor time over all nodes when its endpoint lives on the node that was called, and when it lives on
/// another. All calls go to the first node; whose processor works beside it shows where an endpoint lives.
/// </summary>
public static class CostScenario
{
    private const double MostForAway = 1.6;
    private const int Callers = 64;
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(3);

    /// <summary>Runs it.</summary>
    public static async Task<ScenarioResult> RunAsync(TestCluster cluster)
    {
        ArgumentNullException.ThrowIfNull(cluster);
        var pool = await cluster.PoolAsync(12, new { max_concurrent_requests = 100, queue_size = 1000 });
        foreach (var id in pool.Ids)
        {
            // So busy that nodes have work to do together, as where processor time matters.
            cluster.KeyOf(id).Always(Step.Ok().WithLatency(TimeSpan.Zero));
            await MeasureAsync(cluster, id, Window);
        }

        var costs = new List<Cost>();
        for (var round = 0; round < 3; round++)
        {
            foreach (var id in pool.Ids)
            {
                costs.Add(await MeasureAsync(cluster, id, Window));
            }
        }

        var idle = await MeasureAsync(cluster, null, Window);
        var (here, away) = (Of(costs, idle, isHere: true), Of(costs, idle, isHere: false));
        if (here.Count == 0 || away.Count == 0)
        {
            return new ScenarioResult("all endpoints live on one side", ["nothing to compare"]);
        }

        var ratio = Median(away) / Median(here);
        return new ScenarioResult(
            string.Create(CultureInfo.InvariantCulture, $"CPU µs per call over all nodes: {Median(here):F0} with the endpoint here ({here.Count} measured), {Median(away):F0} with it on another node ({away.Count}); ratio {ratio:F2}"),
            ratio > MostForAway ? [string.Create(CultureInfo.InvariantCulture, $"a call whose endpoint lives elsewhere costs {ratio:F2} times a local one")] : []);
    }

    /// <summary>Microseconds per call, what nodes use when nobody calls taken off.</summary>
    private static List<double> Of(List<Cost> costs, Cost idle, bool isHere) =>
    [
        .. costs
            .Where(c => c.ByNode.Skip(1).Zip(idle.ByNode.Skip(1), (used, at) => used - at).Max() < 0.1 * c.ByNode[0] == isHere)
            .Select(c => (c.ByNode.Sum() - idle.ByNode.Sum()) * c.Seconds * 1e6 / c.Calls),
    ];

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);

    /// <summary>Processor seconds per second, by node.</summary>
    private static async Task<Cost> MeasureAsync(TestCluster cluster, string? endpoint, TimeSpan window)
    {
        var (began, before) = (Stopwatch.GetTimestamp(), Used(cluster));
        var calls = 0;
        using var end = new CancellationTokenSource(window);
        await Task.WhenAll(Enumerable.Range(0, endpoint is null ? 0 : Callers).Select(async _ =>
        {
            while (!end.IsCancellationRequested)
            {
                await cluster.Crowd.CallAsync(cluster.Nodes[0], new CallPlan { Pinned = endpoint });
                Interlocked.Increment(ref calls);
            }
        }));
        if (endpoint is null)
        {
            await Task.Delay(window);
        }

        var seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
        return new Cost([.. Used(cluster).Zip(before, (a, b) => (a - b).TotalSeconds / seconds)], seconds, calls);
    }

    private static List<TimeSpan> Used(TestCluster cluster) => [.. cluster.Nodes.Select(n =>
    {
        using var process = Process.GetProcessById(n.Service.ProcessId);
        return process.TotalProcessorTime;
    })];

    private sealed record Cost(IReadOnlyList<double> ByNode, double Seconds, int Calls);
}
