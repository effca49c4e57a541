using System.Globalization;
using System.Net;
using MultiplexCluster.FakeProviders.Scripting;
using MultiplexCluster.Faults.Callers;
using Xunit;
using Xunit.Abstractions;

namespace MultiplexCluster.Cluster.Tests;

[Collection(SharedClusterTests.Name)]
public sealed class OneServiceTests(SharedCluster shared, ITestOutputHelper output)
{
    [ClusterFact]
    public void Nodes_become_ready_in_whatever_order_they_start()
    {
        output.WriteLine($"ready {string.Join(", ", shared.ReadyAfter.Select(t => t.TotalSeconds.ToString("F1", CultureInfo.InvariantCulture)))} s after the first seed's start");
        Assert.Equal(3, shared.ReadyAfter.Count);
        Assert.Empty(shared.Alarms);
    }

    [ClusterFact]
    public async Task An_endpoint_created_on_one_node_serves_on_all_and_each_tells_the_same_of_it()
    {
        var (cluster, pool) = (shared.Cluster, await shared.Cluster.PoolAsync(1));
        var id = pool.Ids[0];

        var calls = new List<CallRecord>();
        foreach (var node in cluster.Nodes)
        {
            calls.Add(await cluster.Crowd.CallAsync(node, new CallPlan { Pinned = id }));
            calls.Add(await cluster.Crowd.CallAsync(node, new CallPlan { Pool = pool.Name, Stream = true }));
        }

        Assert.All(calls, c => Assert.True(c.Succeeded, $"{c.RequestId}: {c.End} {c.Status} {c.Detail}"));
        await shared.CheckAsync(pool, calls, output);
        foreach (var node in cluster.Nodes)
        {
            Assert.Equal(6, (await node.Admin.StatsAsync(id)).Successful);
            Assert.True((await node.Admin.ListAsync()).ContainsKey(id));
        }
    }

    [ClusterFact]
    public async Task A_change_made_on_one_node_holds_on_all_at_once()
    {
        var (cluster, pool) = (shared.Cluster, await shared.Cluster.PoolAsync(1));
        var id = pool.Ids[0];

        Assert.Equal(HttpStatusCode.OK, (await cluster.Nodes[1].Admin.DoAsync(id, "disable")).Status);
        var refused = await Task.WhenAll(cluster.Nodes.Select(n => cluster.Crowd.CallAsync(n, new CallPlan { Pinned = id })));
        Assert.Equal(HttpStatusCode.OK, (await cluster.Nodes[2].Admin.DoAsync(id, "enable")).Status);
        var served = await Task.WhenAll(cluster.Nodes.Select(n => cluster.Crowd.CallAsync(n, new CallPlan { Pinned = id })));

        Assert.All(refused, r => Assert.Equal((503, "no_endpoint_available"), (r.Status, r.Code)));
        Assert.All(served, r => Assert.True(r.Succeeded, $"{r.RequestId}: {r.End} {r.Status} {r.Detail}"));
        await shared.CheckAsync(pool, [.. refused, .. served], output);
    }

    [ClusterFact]
    public async Task Three_hundred_callers_of_three_nodes_never_exceed_five_slots_of_a_key_and_use_them_all()
    {
        var cluster = shared.Cluster;
        var pool = await cluster.PoolAsync(4, new { max_concurrent_requests = 5, queue_size = 1000 });

        var calls = await cluster.Crowd.CallersAsync(300, 5, i => new CallPlan
        {
            Pool = pool.Name, Stream = i % 5 == 0, Pinned = i % 4 == 0 ? pool.Ids[i / 4 % pool.Ids.Count] : null,
        });

        Assert.All(calls, c => Assert.True(c.Succeeded, $"{c.RequestId}: {c.End} {c.Status} {c.Detail}"));
        var report = await shared.CheckAsync(pool, calls, output);
        Assert.All(report.Peaks, peak => Assert.Equal(5, peak.Value));
        Assert.Equal(1500, report.Counted.Values.Sum(c => c.Successful));
        Assert.Equal(3, calls.Select(c => c.Crowd).Distinct().Count());
    }

    [ClusterFact]
    public async Task Endpoints_of_one_account_cool_down_on_all_nodes_within_a_quarter_of_a_second()
    {
        var cluster = shared.Cluster;
        var pool = await cluster.PoolAsync(9, new { quota_group = "account-of-nine", queue_timeout = 2 });
        var limited = cluster.KeyOf(pool.Ids[0]);
        limited.Then(Step.RateLimited("60"));
        var first = await Task.WhenAll(cluster.Nodes.Select(n => cluster.Crowd.CallAsync(n, new CallPlan { Pinned = pool.Ids[1] })));
        var before = pool.Ids.Skip(1).Sum(id => cluster.KeyOf(id).Count);

        var waits = cluster.Crowd.CallAsync(cluster.Nodes[1], new CallPlan { Pinned = pool.Ids[0] });
        await limited.WaitForCallsAsync(1);
        await Task.Delay(250);
        var others = await Task.WhenAll(Enumerable.Range(0, 30).Select(i => cluster.Crowd.CallAsync(cluster.Nodes[i % 3], new CallPlan { Pool = pool.Name })));
        var states = await Task.WhenAll(pool.Ids.Select(async id => (await cluster.Nodes[0].Admin.GetAsync(id)).Json.GetProperty("state").GetString()));

        var met = await waits;
        Assert.Equal((503, "queue_timeout"), (met.Status, met.Code));
        Assert.All(others, c => Assert.Equal(429, c.Status));
        Assert.All(states, state => Assert.Equal("cooling_down", state));
        Assert.Equal((1, before), (limited.Count, pool.Ids.Skip(1).Sum(id => cluster.KeyOf(id).Count)));
        await shared.CheckAsync(pool, [.. first, met, .. others], output);
    }

    [ClusterFact]
    public async Task Counters_add_up_over_all_nodes_when_callers_leave_and_the_provider_fails()
    {
        var cluster = shared.Cluster;
        var pool = await cluster.PoolAsync(2, new { max_concurrent_requests = 5, queue_size = 20, max_retries = 1, initial_retry_delay = 0.1, breaker_failures = 0 });
        var bad = cluster.KeyOf(pool.Ids[0]);
        for (var i = 0; i < 200; i++)
        {
            bad.Then((i % 4) switch { 0 => Step.Status(500), 1 => Step.CutBeforeHeaders(), 2 => Step.CutAfterEvents(2), _ => Step.Ok() });
        }

        var calls = await cluster.Crowd.CallersAsync(60, 5, i => new CallPlan
        {
            Pool = pool.Name, Stream = i % 3 == 0, LeavesAfter = i % 7 == 0 ? TimeSpan.FromMilliseconds(i % 50) : null, Pinned = i % 5 == 0 ? pool.Ids[0] : null,
        });

        await shared.CheckAsync(pool, calls, output);
        Assert.True(calls.Count(c => c.Succeeded) > 100);
    }
}
