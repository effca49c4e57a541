using System.Globalization;
using System.Text.Json;
using MultiplexCluster.Cluster.Nodes;
using MultiplexCluster.FakeProviders.Counting;
using MultiplexCluster.Faults.Callers;
using MultiplexCluster.Faults.Service;
using Xunit;

namespace MultiplexCluster.Cluster.Tests;

/// <summary>Endpoints with a limit per minute, called through all nodes, while a node that owns some of them is killed: each serves a minute's worth and no more.</summary>
internal sealed class LimitedMinutes(TestCluster cluster, ClusterNode victim, IReadOnlyList<ClusterNode> others, TestPool pool)
{
    private const int Limit = 15;
    private const int Early = 5;
    private const int Late = 4;

    // A third of the endpoints is the killed node's: of so many, one at least.
    private const int Endpoints = 16;
    private static readonly TimeSpan Minute = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    // On its way a call may lose what another has lost before it.
    private static readonly TimeSpan OnTheWay = TimeSpan.FromSeconds(1);

    // Longer than any call takes on a cluster where nothing is wrong, even on a busy machine.
    private static readonly TimeSpan StoodStill = TimeSpan.FromSeconds(2);
    private readonly List<CallRecord> _calls = [];
    private IReadOnlyList<CallRecord> _first = [];

    public static async Task<LimitedMinutes> CreateAsync(TestCluster cluster, ClusterNode victim, IReadOnlyList<ClusterNode> others) =>
        new(cluster, victim, others, await cluster.PoolAsync(Endpoints, new { requests_per_minute = Limit, max_concurrent_requests = Limit }));

    /// <summary>A third of the minute, through the node that will be killed; it is in the store when this completes.</summary>
    public async Task BeginAsync()
    {
        await CallAsync([victim], Early);
        var began = cluster.Clock;
        for (var stored = await StoredAsync(); stored < pool.Ids.Sum(Served); stored = await StoredAsync())
        {
            Assert.True(cluster.Clock - began < Patience, $"{stored} of {pool.Ids.Sum(Served)} calls are in the store");
            await Task.Delay(50);
        }
    }

    /// <summary>More of it through the others, which know of these calls whatever the killed node has stored.</summary>
    public Task GoOnAsync() => CallAsync(others, Late);

    /// <summary>After the kill: all try again and again, until each endpoint has served somebody and refused somebody.</summary>
    public async Task OutliveAsync()
    {
        var killed = cluster.Clock;
        _first = await Task.WhenAll(pool.Ids.Select((id, i) => OneAsync(others[i % 2], id, waitSeconds: 25)));
        while (pool.Ids.Any(id => Served(id) < Limit) && cluster.Clock - killed < Patience)
        {
            await CallAsync(others, 1);
        }

        await CallAsync(others, 1);
    }

    /// <summary>After its return, through all nodes.</summary>
    public async Task<string> CheckAsync()
    {
        // More is served only where the first of its minute are over by now.
        var counts = pool.Ids.Select(Served).ToList();
        await CallAsync(cluster.Nodes, 2);
        var moved = _first.Count(c => c.Took > StoodStill);
        Assert.All(pool.Ids, id => Assert.Empty(TooEarly(cluster.KeyOf(id).Calls)));
        Assert.All(counts, count => Assert.InRange(count, Limit, Limit));
        Assert.All(_calls.Where(c => !c.Succeeded && c.Crowd != victim.Name), c => Assert.True(
            c.Code is "all_endpoints_cooling_down" or "queue_timeout", $"{c.RequestId}: {c.End} {c.Status} {c.Detail}"));
        Assert.True(moved > 0, $"{victim} owned none of the endpoints: nothing was tried");
        return string.Create(CultureInfo.InvariantCulture, $"{_calls.Count} calls, {counts.Sum()} served by {pool.Ids.Count} endpoints, {moved} of them moved");
    }

    /// <summary>Calls that came less than a minute after the one that had the same place in the limit before.</summary>
    private static List<string> TooEarly(IReadOnlyList<RecordedCall> calls) =>
    [
        .. calls.Zip(calls.Skip(Limit), (before, after) => after.StartedAt - before.StartedAt).Where(gap => gap < Minute - OnTheWay)
            .Select(gap => string.Create(CultureInfo.InvariantCulture, $"{Limit + 1} calls within {gap.TotalSeconds:F1} s")),
    ];

    private int Served(string id) => (int)cluster.KeyOf(id).Count;

    /// <summary>How many calls are in the endpoints' newest checkpoints; what they use of a minute is written with their number.</summary>
    private async Task<int> StoredAsync() => (await cluster.QueryAsync(
        $"""
        SELECT DISTINCT ON (persistence_id) convert_from(snapshot, 'UTF8') FROM snapshot
        WHERE persistence_id LIKE 'endpoint-{pool.Name}-%' ORDER BY persistence_id, sequence_number DESC
        """)).Sum(checkpoint => JsonDocument.Parse(checkpoint).RootElement.GetProperty("stats").GetProperty("successful_requests").GetInt32());

    private Task CallAsync(IReadOnlyList<ClusterNode> nodes, int each) => Task.WhenAll(nodes.SelectMany(node => pool.Ids.Select(async id =>
    {
        for (var i = 0; i < each; i++)
        {
            await OneAsync(node, id, waitSeconds: 1);
        }
    })));

    private async Task<CallRecord> OneAsync(ClusterNode node, string id, double waitSeconds)
    {
        var call = await cluster.Crowd.CallAsync(node, new CallPlan { Pinned = id, WaitSeconds = waitSeconds });
        lock (_calls)
        {
            _calls.Add(call);
        }

        return call;
    }
}
