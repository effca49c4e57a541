using System.Globalization;
using MultiplexCluster.Cluster.Checking;
using MultiplexCluster.FakeProviders.Scripting;
using MultiplexCluster.Faults.Callers;
using MultiplexCluster.Faults.Service;
using Xunit;
using Xunit.Abstractions;

namespace MultiplexCluster.Cluster.Tests;

/// <summary>No slot idle beside somebody who waits at another node and another endpoint, as the provider sees it.</summary>
[Collection(SharedClusterTests.Name)]
public sealed class WorkConservationTests(SharedCluster shared, ITestOutputHelper output)
{
    private const int Slots = 4;
    private static readonly TimeSpan MayBeIdle = TimeSpan.FromMilliseconds(250);

    [ClusterFact]
    public async Task A_slot_that_one_nodes_calls_free_is_taken_within_a_quarter_of_a_second_by_who_waits_at_the_others()
    {
        const int waiting = 40, last = 12;
        var (cluster, nodes) = (shared.Cluster, shared.Cluster.Nodes);
        var pool = await cluster.PoolAsync(3, new { max_concurrent_requests = Slots, queue_size = 1000 });
        var calls = new List<CallRecord>(await shared.ReachAsync(pool));
        var (freed, held) = (new Gate(), new Gate());
        foreach (var id in pool.Ids)
        {
            cluster.KeyOf(id).Then(Step.Ok().HeldBy(id == pool.Ids[0] ? freed : held), Slots).Always(Step.Ok().WithLatency(TimeSpan.FromMilliseconds(100)));
        }

        // One node has all slots; the others' requests wait, a third of them where slots will be free, and behind them more of that node.
        Task<CallRecord> Pinned(string id) => cluster.Crowd.CallAsync(nodes[0], new CallPlan { Pinned = id });
        var full = pool.Ids.SelectMany(id => Enumerable.Range(0, Slots).Select(_ => Pinned(id))).ToList();
        await Task.WhenAll(freed.WaitForHeldAsync(Slots), held.WaitForHeldAsync(2 * Slots));
        var waiters = Enumerable.Range(0, waiting).Select(i => cluster.Crowd.CallAsync(nodes[1 + (i % 2)], new CallPlan { Pool = pool.Name })).ToList();
        await QueuedAsync(pool, waiting);
        full.AddRange(Enumerable.Range(0, last).Select(_ => Pinned(pool.Ids[0])));
        await QueuedAsync(pool, waiting + last);

        await using var slowness = new SlownessProbe(cluster, pool.Ids[0]);
        var opened = cluster.Clock;
        freed.Open();
        var served = await Task.WhenAll(waiters);
        held.Open();
        calls.AddRange([.. served, .. await Task.WhenAll(full)]);

        // All of them waited from before the first slot was free until the last of them began.
        var report = await shared.CheckAsync(pool, calls, output);
        var ids = served.Select(c => c.RequestId).ToHashSet(StringComparer.Ordinal);
        var began = report.Provider.Where(p => p.Header("X-Request-Id").Any(ids.Contains)).ToList();
        var end = began.Max(p => p.StartedAt);
        var idle = pool.Ids.Max(id => IdleSlots.Longest(cluster.KeyOf(id).Calls, Slots, opened, end));
        output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{waiting} waiters began within {(end - opened).TotalSeconds:F2} s, longest idle slot {idle.TotalMilliseconds:F0} ms, slowest question {slowness.Longest.TotalMilliseconds:F0} ms"));
        Assert.All(calls, c => Assert.True(c.Succeeded, $"{c.RequestId}: {c.End} {c.Status} {c.Detail}"));
        Assert.All(served, c => Assert.Equal(pool.Ids[0], c.Endpoint));
        Assert.Equal(2, served.Select(c => c.Crowd).Distinct().Count());

        // Two questions lie between a slot and its next call: whether it is free, and for it.
        Assert.InRange(idle, TimeSpan.Zero, MayBeIdle + (2 * slowness.Longest));
    }

    private async Task QueuedAsync(TestPool pool, int count)
    {
        var (began, queued) = (shared.Cluster.Clock, -1);
        while (queued != count)
        {
            Assert.True(shared.Cluster.Clock - began < TimeSpan.FromSeconds(15), $"{queued} of {count} wait");
            queued = (await Task.WhenAll(pool.Ids.Select(id => shared.Cluster.Nodes[0].Admin.StatsAsync(id)))).Sum(stats => stats.Queued);
        }
    }
}
