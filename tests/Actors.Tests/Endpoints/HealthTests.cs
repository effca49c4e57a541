using Akka.TestKit;
using MultiplexCluster.Contracts.Durability;
using MultiplexCluster.Contracts.Endpoints;
using MultiplexCluster.Contracts.Identity;
using MultiplexCluster.Contracts.Protocol;
using MultiplexCluster.Contracts.Requests;
using Xunit;

namespace MultiplexCluster.Actors.Tests.Endpoints;

public sealed class HealthTests : EndpointSpec
{
    [Fact]
    public void Nothing_is_granted_before_the_cooldown_ends_and_then_one_probe()
    {
        Create(Settings with { MaxConcurrentRequests = 10 });
        Ends(Granted(), OutcomeClass.RateLimited, retryAfterMs: 2_000);
        var waiting = Enumerable.Range(0, 5).Select(_ => Queued()).ToList();

        PassMs(1_999);
        NoGrant();
        PassMs(1);
        var probe = Turn();
        Assert.Equal((waiting[0], true), (probe.CallId, probe.IsProbe));
        PassMs(5_000);
        NoGrant();

        Ends(probe.CallId);
        Assert.Equal(waiting[1..], waiting[1..].Select(_ => Turn().CallId));
    }

    [Fact]
    public void The_verdict_at_a_probes_headers_lets_the_others_follow_while_it_streams_on()
    {
        Create(Settings with { MaxConcurrentRequests = 10 });
        Ends(Granted(), OutcomeClass.RateLimited, retryAfterMs: 1_000);
        var (first, second) = (Queued(), Queued());
        PassMs(1_000);
        Assert.True(Turn().IsProbe);

        Endpoint.Tell(new ProbeVerdict(Id, first, OutcomeClass.Success), Router);

        var next = Turn();
        Assert.Equal((second, false, 2), (next.CallId, next.IsProbe, next.Load.Running));
    }

    [Fact]
    public void A_cancelled_probe_hands_its_turn_on()
    {
        Create(Settings with { MaxConcurrentRequests = 10 });
        Ends(Granted(), OutcomeClass.RateLimited, retryAfterMs: 1_000);
        var (first, second) = (Queued(), Queued());
        PassMs(1_000);
        Assert.Equal(first, Turn().CallId);

        Ends(first, OutcomeClass.Cancelled);

        Assert.Equal((second, true), (Turn() is var next ? next.CallId : default, next.IsProbe));
    }

    [Fact]
    public void A_withdrawn_probe_hands_its_turn_on()
    {
        Create(Settings with { MaxConcurrentRequests = 10 });
        Ends(Granted(), OutcomeClass.RateLimited, retryAfterMs: 1_000);
        var (first, second) = (Queued(), Queued());
        PassMs(1_000);
        Assert.Equal(first, Turn().CallId);

        Endpoint.Tell(new Withdraw(Id, first), Router);

        Assert.Equal((second, true), (Turn() is var next ? next.CallId : default, next.IsProbe));
    }

    [Fact]
    public void A_later_shorter_cooldown_does_not_shorten_a_running_one()
    {
        Create(Settings with { MaxConcurrentRequests = 2 });
        var (a, b) = (Granted(), Granted());
        Ends(a, OutcomeClass.RateLimited, retryAfterMs: 10_000);
        Ends(b, OutcomeClass.RateLimited, retryAfterMs: 1_000);
        Queued();

        PassMs(9_999);
        NoGrant();
        PassMs(1);
        Assert.True(Turn().IsProbe);
    }

    [Fact]
    public void Five_failures_open_the_circuit_and_one_of_a_hundred_probes_it()
    {
        Create(Settings with { MaxConcurrentRequests = 50, QueueSize = 1_000 });
        var running = Enumerable.Range(0, 5).Select(_ => Granted()).ToList();
        running.ForEach(call => Ends(call, OutcomeClass.Failing));
        var waiting = Enumerable.Range(0, 100).Select(_ => Queued()).ToList();

        PassMs(29_999);
        NoGrant();
        PassMs(1);
        Assert.True(Turn().IsProbe);
        PassMs(10_000);
        NoGrant();
        Assert.Equal(EndpointState.HalfOpen, Described().Condition.State);

        Ends(waiting[0]);
        PassMs(11_000);
        Assert.Equal(50, Described().CurrentRequests);
    }

    [Fact]
    public void A_closed_circuit_takes_up_its_load_slowly()
    {
        Create(Settings with { MaxConcurrentRequests = 10, BreakerFailures = 1 });
        Ends(Granted(), OutcomeClass.Failing);
        var waiting = Enumerable.Range(0, 20).Select(_ => Queued()).ToList();
        PassMs(30_000);
        Ends(waiting[0]);

        for (var seconds = 1; seconds <= 10; seconds++)
        {
            PassMs(1_000);
            Assert.InRange(Described().CurrentRequests, seconds == 10 ? 10 : Math.Max(1, seconds - 1), seconds);
        }
    }

    [Fact]
    public void A_refused_key_refuses_everybody_until_an_operator_enables_it()
    {
        Create(Settings with { MaxConcurrentRequests = 1 });
        var running = Granted();
        var waiting = Queued();
        Ends(running, OutcomeClass.KeyRefused);

        Assert.Equal((waiting, RejectionReason.Quarantined), (Refusal() is var r ? r.CallId : default, r.Reason));
        Assert.Equal(RejectionReason.Quarantined, Rejected().Reason);
        Assert.Equal((EndpointState.Quarantined, 0), (Described().Condition.State, Described().QueueLength));
        Done(new EnableEndpoint(Id));
        Granted(isProbe: true);
    }

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
        var go = new TaskCompletionSource();
        Store.SavesGo = go.Task;
        PassMs(200);
        AwaitAssert(() => Assert.Single(Store.Saves));

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

    [Fact]
    public void Routers_are_told_when_a_withdrawn_probe_lets_the_next_one_probe()
    {
        Create();
        Ends(Granted(), OutcomeClass.RateLimited, retryAfterMs: 1_000);
        PassMs(1_000);
        var probe = Granted(isProbe: true);
        Announced(EndpointState.HalfOpen, until: true);

        Endpoint.Tell(new Withdraw(Id, probe), Router);

        Announced(EndpointState.HalfOpen);
    }

    [Fact]
    public void An_account_out_of_quota_comes_back_by_itself()
    {
        Create();
        Ends(Granted(), OutcomeClass.OutOfQuota, retryAfterMs: 60_000);

        Assert.Equal(60_000, Rejected().RetryAfterMs);
        PassMs(60_000);
        Ends(Granted(isProbe: true));
        Granted();
    }

    [Fact]
    public void A_reset_ends_a_cooldown_at_once()
    {
        Create();
        Ends(Granted(), OutcomeClass.RateLimited, retryAfterMs: 60_000);
        var waiting = Queued();

        Assert.Equal(EndpointState.Available, Done(new ResetBackoff(Id)).Condition.State);

        Assert.Equal(waiting, Turn().CallId);
    }

    [Fact]
    public void A_late_refusal_of_the_old_key_does_not_quarantine_the_new_one()
    {
        Create(Settings with { MaxConcurrentRequests = 2 });
        var old = Granted();
        Done(new RotateKey(Id, Key(2)));
        var running = Ask().CallId;
        Assert.Equal((running, 2), (Turn() is var fresh ? fresh.CallId : default, fresh.Target.Key.Version));

        Ends(old, OutcomeClass.KeyRefused);

        Assert.Equal(EndpointState.Available, Described().Condition.State);
        Assert.Equal(1, Described().CurrentRequests);
    }

    [Fact]
    public void A_new_key_ends_the_quarantine_of_the_old_one()
    {
        Create();
        Ends(Granted(), OutcomeClass.KeyRefused);
        Assert.Equal(AdminRefusal.Conflict, Refused(new RotateKey(Id, Key(3))));

        Done(new RotateKey(Id, Key(2)));

        Assert.Equal(2, Ask().CallId is var call && Turn() is var granted && granted.CallId == call ? granted.Target.Key.Version : 0);
    }

    [Fact]
    public void Routers_are_told_when_it_stops_granting_and_when_it_grants_again()
    {
        Create();
        Ends(Granted(), OutcomeClass.RateLimited, retryAfterMs: 1_000);
        Assert.Equal(EndpointState.CoolingDown, Announced(EndpointState.CoolingDown).Load.State);

        PassMs(1_000);
        Announced(EndpointState.HalfOpen);
        Ends(Granted(isProbe: true));
        var last = Announced(EndpointState.Available);

        Assert.Equal(Settings.MaxConcurrentRequests, last.Settings.MaxConcurrentRequests);
    }

    private EndpointAnnouncement Announced(EndpointState state, bool? until = null) => (EndpointAnnouncement)Reporter.FishForMessage(
        m => m is EndpointAnnouncement a && a.Load.State == state && (until ?? a.Load.RemainingMs > 0) == a.Load.RemainingMs > 0,
        TimeSpan.FromSeconds(15));

    private void NoGrant()
    {
        Settle();
        Assert.DoesNotContain(Received(Router), m => m is Granted);
    }
}
