using MultiplexCluster.Contracts.Durability;

namespace MultiplexCluster.Actors.Tests.Endpoints;

/// <summary>What the beginning of a cooldown, an open circuit or a quarantine means for those that wait and for the store.</summary>
public sealed class PauseTests : EndpointSpec
{
    [Fact]
    public void Those_who_wait_at_a_key_that_is_quarantined_are_refused_at_once_and_in_their_order()
    {
        Create();
        var running = Granted();
        var waiting = Enumerable.Range(0, 70).Select(i => Queued(isPinned: i % 2 == 0)).ToList();
        var retry = Queued(isRetry: true);

        Ends(running, OutcomeClass.OutOfQuota, retryAfterMs: 60_000);

        var refused = Enumerable.Range(0, 71).Select(_ => Refusal()).ToList();
        Assert.Equal([retry, .. waiting], refused.Select(r => r.CallId));
        Assert.All(refused, r => Assert.Equal((RejectionReason.Quarantined, 60_000L, 0), (r.Reason, r.RetryAfterMs, r.Load.Waiting)));
        PassMs(60_000);
        Ends(Granted(isProbe: true));
        Granted();
    }

    [Fact]
    public void A_waiter_whose_time_ends_before_a_cooldown_is_refused_when_that_begins_with_the_moment_to_come_back()
    {
        Create();
        var running = Granted();
        var (hurried, patient) = (Queued(waitMs: 10_000), Queued(waitMs: 90_000));

        Ends(running, OutcomeClass.RateLimited, retryAfterMs: 60_000);

        var refused = Refusal();
        Assert.Equal((hurried, RejectionReason.CoolingDown), (refused.CallId, refused.Reason));
        Assert.InRange(refused.RetryAfterMs!.Value, 60_000, 61_000);
        Assert.Equal(1, Described().QueueLength);
        PassMs(60_000);
        Assert.Equal((patient, true), (Turn() is var probe ? probe.CallId : default, probe.IsProbe));
    }

    [Fact]
    public void A_cooldown_that_is_lengthened_refuses_those_it_now_outlasts()
    {
        Create(Settings with { MaxConcurrentRequests = 2 });
        var (a, b) = (Granted(), Granted());
        Ends(a, OutcomeClass.RateLimited, retryAfterMs: 5_000);
        var waiting = Queued(waitMs: 10_000);

        Ends(b, OutcomeClass.RateLimited, retryAfterMs: 60_000);

        Assert.Equal((waiting, RejectionReason.CoolingDown), (Refusal() is var r ? r.CallId : default, r.Reason));
    }

    [Fact]
    public void A_circuit_that_opens_refuses_those_whose_time_ends_before_it_lets_a_probe_through()
    {
        Create(Settings with { BreakerFailures = 1 });
        var running = Granted();
        var waiting = Queued(waitMs: 29_999);
        var patient = Queued(waitMs: 30_000);

        Ends(running, OutcomeClass.Failing);

        Assert.Equal((waiting, RejectionReason.CircuitOpen, 30_000L), (Refusal() is var r ? r.CallId : default, r.Reason, r.RetryAfterMs));
        PassMs(30_000);
        Assert.Equal(patient, Next<Rejected>(Router).CallId);
    }

    [Fact]
    public void A_pinned_request_waits_out_a_cooldown_until_its_deadline_whether_it_came_before_or_after_its_beginning()
    {
        Create(Settings with { MaxConcurrentRequests = 5 });
        var running = Granted();
        var others = Enumerable.Range(0, 4).Select(_ => Granted()).ToList();
        var before = Queued(waitMs: 10_000, isPinned: true);

        Ends(running, OutcomeClass.RateLimited, retryAfterMs: 60_000);

        var after = Queued(waitMs: 10_000, isPinned: true);
        Assert.Equal(2, Described().QueueLength);
        Assert.DoesNotContain(Received(Router), m => m is Rejected);
        Done(new ResetBackoff(Id));
        Assert.Equal(before, Turn().CallId);
        Ends(others[0]);
        Assert.Equal(after, Turn().CallId);
    }

    [Theory]
    [InlineData(OutcomeClass.RateLimited)]
    [InlineData(OutcomeClass.Failing)]
    [InlineData(OutcomeClass.KeyRefused)]
    public void A_pause_of_the_key_is_stored_at_once_and_not_lost_by_a_crash_that_follows(OutcomeClass outcome)
    {
        for (var i = 0; i < 1_000; i++)
        {
            Pace.Enter();
        }

        Create(Settings with { BreakerFailures = 1 });
        Ends(Granted(), outcome, retryAfterMs: outcome is OutcomeClass.RateLimited ? 60_000 : null);
        var state = Described().Condition.State;
        AwaitAssert(() => Assert.NotEmpty(Store.Saves));
        Settle();
        Crash();
        Restart();

        Assert.NotEqual(EndpointState.Available, state);
        Assert.Equal(state, Described().Condition.State);
    }

    [Fact]
    public void A_pause_that_begins_while_a_checkpoint_is_under_way_is_stored_right_after_it()
    {
        Create(Settings with { MaxConcurrentRequests = 2 });
        var (a, b) = (Granted(), Granted());
        Ends(a);
        var go = CheckpointBegun();

        Ends(b, OutcomeClass.RateLimited, retryAfterMs: 60_000);
        Settle();
        Assert.Single(Store.Saves);
        go.SetResult();

        AwaitAssert(() => Assert.Equal(2, Store.Saves.Count));
        Assert.Equal(1, Store.MostSavesAtOnce);
        Assert.NotNull(((EndpointCheckpoint)Store.Saves[^1].Snapshot).Health.CooldownUntil);
    }

    [Fact]
    public void A_pause_that_begins_while_a_change_is_being_stored_is_stored_right_after_it()
    {
        Create();
        var running = Granted();
        var go = new TaskCompletionSource();
        Store.WritesGo = go.Task;
        Endpoint.Tell(new PatchEndpoint(Id, Limit(2)), Operator);
        Ends(running, OutcomeClass.RateLimited, retryAfterMs: 60_000);
        Settle();
        go.SetResult();

        AwaitAssert(() => Assert.NotEmpty(Store.Saves));
        var stored = (EndpointCheckpoint)Store.Saves[^1].Snapshot;
        Assert.Equal((2, true), (stored.Settings.MaxConcurrentRequests, stored.Health.CooldownUntil is not null));
    }
}
