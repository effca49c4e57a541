using MultiplexCluster.FakeProviders.Counting;
using MultiplexCluster.FakeProviders.Scripting;
using MultiplexCluster.Faults.Callers;
using MultiplexCluster.Faults.Service;
using Xunit;
using Xunit.Abstractions;

namespace MultiplexCluster.Faults.Tests;

[Collection(SharedServiceTests.Name)]
public sealed class LeavingTests(SharedService shared, ITestOutputHelper output)
{
    private const int Times = 100;
    private static readonly TimeSpan Soon = TimeSpan.FromMilliseconds(250);

    [Fact]
    public async Task Callers_who_leave_a_queue_free_their_places()
    {
        var gate = new Gate();
        var pool = await shared.PoolAsync(1, new { max_concurrent_requests = 1, queue_size = Times, breaker_failures = 1 });
        var id = pool.Ids[0];
        shared.KeyOf(id).Then(Step.Ok().HeldBy(gate));
        var running = shared.Crowd.CallAsync(new CallPlan { Pool = pool.Name });
        await shared.KeyOf(id).WaitForInFlightAsync(1);

        var waiting = Enumerable.Range(0, Times)
            .Select(_ => shared.Crowd.CallAsync(new CallPlan { Pool = pool.Name, LeavesAfter = TimeSpan.FromMilliseconds(1500) }))
            .ToList();
        await UntilAsync(async () => (await shared.Service.Admin.StatsAsync(id)).Queued == Times);
        Assert.All(await Task.WhenAll(waiting), r => Assert.Equal(CallEnd.Left, r.End));
        await UntilAsync(async () => (await shared.Service.Admin.StatsAsync(id)).Queued == 0);
        gate.Open();

        Assert.Equal(200, (await running).Status);
        var counters = await shared.Service.Admin.StatsAtRestAsync(id);
        Assert.Equal((1, Times, 0, 0), (counters.Successful, counters.Cancelled, counters.Failed, counters.Rejected));
        Assert.Equal(1, shared.KeyOf(id).Count);
    }

    [Fact]
    public async Task Callers_who_leave_before_the_headers_give_their_slot_to_the_next_at_once()
    {
        var pool = await shared.PoolAsync(1, new { max_concurrent_requests = 1, breaker_failures = 1 });
        await LeaveAgainAndAgainAsync(pool, Step.Silent(), new CallPlan { Pool = pool.Name });
    }

    [Fact]
    public async Task Callers_who_leave_mid_stream_give_their_slot_to_the_next_at_once()
    {
        var pool = await shared.PoolAsync(1, new { max_concurrent_requests = 1, breaker_failures = 1 });
        var endless = Step.Ok().WithEvents(100_000).WithEventDelay(TimeSpan.FromMilliseconds(5));
        await LeaveAgainAndAgainAsync(pool, endless, new CallPlan { Pool = pool.Name, Stream = true, LeavesMidStream = true });
    }

    [Fact]
    public async Task A_caller_who_leaves_while_a_failed_call_is_wound_up_is_not_kept_for_a_retry()
    {
        // Between the failure and its report lies a short pause, in which the leaving was forgotten: the request waited
        // out its backoff, and could take a queue's place, for nobody.
        var pool = await shared.PoolAsync(1, new { max_concurrent_requests = Times, initial_retry_delay = 30, breaker_failures = 0 });
        shared.KeyOf(pool.Ids[0]).Always(Step.CutBeforeHeaders().WithLatency(TimeSpan.FromMilliseconds(60)));

        var records = await Task.WhenAll(Enumerable.Range(0, Times).Select(i =>
            shared.Crowd.CallAsync(new CallPlan { Pool = pool.Name, LeavesAfter = TimeSpan.FromMilliseconds(60 + i) })));

        Assert.All(records, r => Assert.Equal(CallEnd.Left, r.End));
        await UntilAsync(async () => (await shared.Service.Admin.StatsAsync(pool.Ids[0])).Cancelled == Times);
        Assert.True(shared.KeyOf(pool.Ids[0]).Count <= Times);
    }

    /// <summary>One slot: each call that leaves is followed by one that waits for the slot. From the leaving to both is measured.</summary>
    private async Task LeaveAgainAndAgainAsync(TestPool pool, Step unfinished, CallPlan leaver)
    {
        var id = pool.Ids[0];
        var key = shared.KeyOf(id);
        var closed = new List<TimeSpan>();
        var granted = new List<TimeSpan>();
        for (var i = 0; i < Times; i++)
        {
            key.Then(unfinished).Then(Step.Ok());
            using var leave = new CancellationTokenSource();
            var leaving = shared.Crowd.CallAsync(leaver, leave.Token);
            await key.WaitForCallsAsync((2 * i) + 1);
            var next = shared.Crowd.CallAsync(new CallPlan { Pool = pool.Name });
            await UntilAsync(async () => leaving.IsCompleted || (await shared.Service.Admin.StatsAsync(id)).Queued == 1);
            await leave.CancelAsync();
            var left = await leaving;
            var at = shared.Fake.Elapsed;

            Assert.Equal(CallEnd.Left, left.End);
            Assert.Equal(200, (await next).Status);
            var calls = key.Calls;
            Assert.Equal(CallEnding.ClientLeft, await calls[2 * i].Ended.WaitAsync(TimeSpan.FromSeconds(5)));
            closed.Add(Max(TimeSpan.Zero, calls[2 * i].EndedAt!.Value - at));
            granted.Add(Max(TimeSpan.Zero, calls[(2 * i) + 1].StartedAt - at));
        }

        output.WriteLine($"upstream closed: p50 {At(closed, 50)} ms, p99 {At(closed, 99)} ms; next call began: p50 {At(granted, 50)} ms, p99 {At(granted, 99)} ms");
        var counters = await shared.Service.Admin.StatsAtRestAsync(id);
        Assert.Equal((Times, Times, 0, 0, 0), (counters.Successful, counters.Cancelled, counters.Failed, counters.Current, counters.Queued));
        Assert.Equal(1, key.MaxInFlight);
        Assert.InRange(At(closed, 95), 0, Soon.TotalMilliseconds);
        Assert.InRange(At(granted, 95), 0, Soon.TotalMilliseconds);
    }

    private static double At(List<TimeSpan> times, int percent) =>
        Math.Round(times.Order().ElementAt(Math.Min(times.Count - 1, times.Count * percent / 100)).TotalMilliseconds, 1);

    private static TimeSpan Max(TimeSpan a, TimeSpan b) => a > b ? a : b;

    private static async Task UntilAsync(Func<Task<bool>> met)
    {
        for (var i = 0; i < 1000; i++)
        {
            if (await met())
            {
                return;
            }

            await Task.Delay(5);
        }

        Assert.Fail("it did not come about within 5 s");
    }
}
