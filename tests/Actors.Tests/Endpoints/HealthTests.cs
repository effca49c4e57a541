using Akka.TestKit;

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
            // The last step falls on the tenth second itself.
            PassMs(seconds == 10 ? 1_250 : 1_000);
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
