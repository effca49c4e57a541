using MultiplexCluster.Actors.Endpoints;
using MultiplexCluster.Contracts.Durability;

namespace MultiplexCluster.Actors.Tests.Endpoints;

public sealed class TakeoverTests : EndpointSpec
{
    [Fact]
    public void A_new_incarnation_has_settings_key_and_what_the_last_checkpoint_counted()
    {
        Create(Settings with { MaxConcurrentRequests = 3, QueueEnabled = false });
        Patch(Limit(2));
        Done(new RotateKey(Id, Key(2)));
        Ends(Granted());
        Checkpointed();
        Crash();

        Restart();

        var details = Described();
        Assert.Equal((2, false, 2, 1), (details.Settings.MaxConcurrentRequests, details.Settings.QueueEnabled, details.KeyVersion, (int)details.Stats.SuccessfulRequests));
    }

    [Fact]
    public void It_grants_nothing_before_every_router_has_said_what_it_holds_and_counts_that()
    {
        Create(Settings with { MaxConcurrentRequests = 2 });
        var held = Granted();
        Crash();
        Started();
        var asked = Next<HoldingsRequest>(Reporter);

        var (a, b) = (Ask().CallId, Ask().CallId);
        Ask(a);
        Endpoint.Tell(new RoutersAsked(2), Reporter);
        Endpoint.Tell(new Holdings(Id, asked.Incarnation, RouterId, [held], []), Router);
        Settle();
        Assert.DoesNotContain(Received(Router), IsPermitOrPlace);
        Endpoint.Tell(new Holdings(Id, asked.Incarnation, new RouterId(8), [], []), CreateTestProbe());

        Assert.Equal(a, Turn().CallId);
        Assert.Equal(b, Next<Queued>(Router).CallId);
        Ends(held);
        Assert.Equal(b, Turn().CallId);
    }

    [Fact]
    public void It_waits_two_seconds_for_a_silent_router_and_no_longer()
    {
        Create();
        Crash();
        Started();
        Next<HoldingsRequest>(Reporter);
        Endpoint.Tell(new RoutersAsked(2), Reporter);
        var call = Ask().CallId;

        PassMs(1_999);
        Assert.False(Router.HasMessages);
        PassMs(1);

        Assert.Equal(call, Turn().CallId);
    }

    [Fact]
    public void The_permits_of_a_router_that_answers_too_late_count_against_the_limit_all_the_same()
    {
        Create();
        var held = Granted();
        Crash();
        Started();
        var asked = Next<HoldingsRequest>(Reporter);
        Endpoint.Tell(new RoutersAsked(1), Reporter);
        PassMs(2_000);

        Endpoint.Tell(new Holdings(Id, asked.Incarnation, RouterId, [held], []), Router);
        var next = Queued();
        Ends(held);

        Assert.Equal(next, Turn().CallId);
    }

    [Fact]
    public void The_reports_of_a_router_that_answers_too_late_are_still_in_step_with_its_mark()
    {
        Create();
        Ends(Granted());
        Ends(Granted());
        Checkpointed();
        Crash();
        Started();
        Next<HoldingsRequest>(Reporter);
        Endpoint.Tell(new RoutersAsked(1), Reporter);
        PassMs(2_000);

        Endpoint.Tell(ReportOf(NewCall()), Router);

        Assert.Equal(3, Described().Stats.SuccessfulRequests);
    }

    [Fact]
    public void Reports_that_no_checkpoint_covered_are_counted_from_the_routers_answer()
    {
        Create();
        Ends(Granted());
        Checkpointed();
        var uncovered = ReportOf(Granted());
        Endpoint.Tell(uncovered, Router);
        Settle();
        Crash();
        Started();
        var asked = Next<HoldingsRequest>(Reporter);
        Assert.Equal(1, asked.Marks[RouterId]);

        Endpoint.Tell(new Holdings(Id, asked.Incarnation, RouterId, [], [uncovered]), Router);
        Endpoint.Tell(new RoutersAsked(1), Reporter);

        Assert.Equal(2, Described().Stats.SuccessfulRequests);
    }

    [Fact]
    public void A_question_that_was_withdrawn_while_it_was_held_gets_no_place()
    {
        Create();
        Crash();
        Started();
        var asked = Next<HoldingsRequest>(Reporter);
        var gone = Ask().CallId;
        Endpoint.Tell(new Withdraw(Id, gone), Router);
        Next<Withdrawn>(Router);

        Endpoint.Tell(new Holdings(Id, asked.Incarnation, RouterId, [], []), Router);
        Endpoint.Tell(new RoutersAsked(1), Reporter);

        Assert.Equal((0, 0), (Described().CurrentRequests, Described().QueueLength));
        Assert.False(Router.HasMessages);
    }

    [Fact]
    public void Commands_wait_for_the_takeover_and_none_is_lost()
    {
        Create();
        Crash();
        Started();
        var asked = Next<HoldingsRequest>(Reporter);
        Endpoint.Tell(new PatchEndpoint(Id, Limit(2)), Operator);
        Endpoint.Tell(new DescribeEndpoint(Id), Operator);
        Endpoint.Tell(new DescribeEndpoint(Id), Operator);

        Endpoint.Tell(new Holdings(Id, asked.Incarnation, RouterId, [], []), Router);
        Endpoint.Tell(new RoutersAsked(1), Reporter);

        Assert.All(Enumerable.Range(0, 3), _ => Assert.Equal(2, Next<EndpointDescribed>(Operator).Details.Settings.MaxConcurrentRequests));
    }

    [Fact]
    public void A_cooldown_an_open_circuit_and_a_quarantine_outlive_their_actor()
    {
        Create(Settings with { MaxConcurrentRequests = 2, BreakerFailures = 1 });
        var (a, b) = (Granted(), Granted());
        Ends(a, OutcomeClass.RateLimited, retryAfterMs: 10_000);
        Ends(b, OutcomeClass.RateLimited, retryAfterMs: 20_000);
        Settle();
        var end = Clock.MonotonicClock + TimeSpan.FromSeconds(20);
        Checkpointed();
        Crash();
        Restart();
        Queued();

        Pass(end - Clock.MonotonicClock - TimeSpan.FromMilliseconds(1));
        Assert.Equal(EndpointState.CoolingDown, Described().Condition.State);
        PassMs(1);
        var probe = Turn();
        Assert.True(probe.IsProbe);
        Ends(probe.CallId, OutcomeClass.KeyRefused);
        Checkpointed();
        Crash();
        Restart();

        Assert.Equal(EndpointState.Quarantined, Described().Condition.State);
    }

    [Fact]
    public void A_late_refusal_of_the_old_key_does_not_quarantine_the_new_one_after_a_takeover_either()
    {
        Create(Settings with { MaxConcurrentRequests = 2 });
        var (old, current) = (Granted(), Granted());
        Done(new RotateKey(Id, Key(2)));
        Crash();
        Started();
        var asked = Next<HoldingsRequest>(Reporter);
        Endpoint.Tell(new Holdings(Id, asked.Incarnation, RouterId, [old, current], []) { KeyVersions = [1, 2] }, Router);
        Endpoint.Tell(new RoutersAsked(1), Reporter);

        Ends(old, OutcomeClass.KeyRefused);
        Assert.Equal((EndpointState.Available, 1), (Described().Condition.State, Described().CurrentRequests));
        Ends(current, OutcomeClass.KeyRefused);

        Assert.Equal(EndpointState.Quarantined, Described().Condition.State);
    }

    [Fact]
    public void Calls_that_were_granted_before_a_cooldown_do_not_lengthen_it_after_a_takeover_either()
    {
        Create(Settings with { MaxConcurrentRequests = 2, InitialRetryDelay = TimeSpan.FromSeconds(10) });
        var (a, b) = (Granted(), Granted());
        Ends(a, OutcomeClass.RateLimited);
        Checkpointed();
        Crash();
        Restart(b);
        var remaining = Described().Condition.Remaining!.Value;

        Ends(b, OutcomeClass.RateLimited);

        Assert.InRange(Described().Condition.Remaining!.Value, TimeSpan.Zero, remaining);
        PassMs(11_000);
        Ends(Granted(isProbe: true), OutcomeClass.RateLimited);
        Assert.InRange(Described().Condition.Remaining!.Value.TotalSeconds, 20, 22);
    }

    [Fact]
    public void Calls_of_a_healthy_key_that_are_taken_over_cool_it_down_when_they_are_limited()
    {
        Create();
        var held = Granted();
        Crash();
        Restart(held);

        Ends(held, OutcomeClass.RateLimited);

        Assert.Equal(EndpointState.CoolingDown, Described().Condition.State);
    }

    [Fact]
    public void A_reset_replayed_over_an_older_checkpoint_recounts_nothing()
    {
        Create();
        var first = ReportOf(Granted());
        Endpoint.Tell(first, Router);
        Settle();
        Done(new ResetStats(Id));
        Crash();
        Started();
        var asked = Next<HoldingsRequest>(Reporter);

        Endpoint.Tell(new Holdings(Id, asked.Incarnation, RouterId, [], [first]), Router);
        Endpoint.Tell(new RoutersAsked(1), Reporter);

        Assert.Equal(0, Described().Stats.SuccessfulRequests);
    }

    [Fact]
    public void A_deleted_endpoint_stays_deleted_and_a_draining_one_goes_on_draining()
    {
        Create();
        var held = Granted();
        Done(new DeleteEndpoint(Id));
        Crash();

        Restart(held);
        Assert.Equal(EndpointState.Draining, Described().Condition.State);
        Ends(held);
        Catalog.ExpectMsg<ReleaseId>();
        Crash();
        Started();

        Assert.Equal(AdminRefusal.NotFound, Refused(new DescribeEndpoint(Id)));
    }
}
