using MultiplexCluster.Actors.Endpoints;
using MultiplexCluster.Actors.Leases;
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
        var asked = AskedRouters();

        var (a, b) = (Ask().CallId, Ask().CallId);
        Ask(a);
        WereAsked(0, 1);
        Endpoint.Tell(new Holdings(Id, asked.Incarnation, RouterId, [held]), Router);
        Settle();
        Assert.DoesNotContain(Received(Router), IsPermitOrPlace);
        Endpoint.Tell(new Holdings(Id, asked.Incarnation, RouterId.Of(new NodeId(1), 8), []), CreateTestProbe());

        Assert.Equal(a, Turn().CallId);
        Assert.Equal(b, Next<Queued>(Router).CallId);
        Ends(held);
        Assert.Equal(b, Turn().CallId);
    }

    [Fact]
    public void It_asks_a_silent_router_every_half_second_and_grants_nothing_without_its_answer()
    {
        Create();
        Crash();
        Started();
        var asked = AskedRouters();
        Endpoint.Tell(new Holdings(Id, asked.Incarnation, RouterId, []), Router);
        WereAsked(0, 1);
        var call = Ask().CallId;
        PassMs(20_000);
        Assert.DoesNotContain(Received(Router), IsPermitOrPlace);

        var again = Received(Reporter).OfType<AskRouters>().ToList();
        Assert.Equal(40, again.Count);
        Assert.All(again, a => Assert.Equal([new NodeId(0)], a.Answered));
        Endpoint.Tell(new Holdings(Id, asked.Incarnation, RouterId.Of(new NodeId(1), 8), []), CreateTestProbe());

        Assert.Equal(call, Turn().CallId);
    }

    [Fact]
    public void A_node_that_is_no_member_any_more_need_not_answer_once_its_calls_have_ended()
    {
        Create();
        Crash();
        Leases.Show(new LeaseView([new NodeId(0)], [], IsClear: false));
        Started();
        AnswerRouters();
        var call = Ask().CallId;
        PassMs(5_000);
        Assert.DoesNotContain(Received(Router), IsPermitOrPlace);

        Leases.Show(new LeaseView([new NodeId(0)], [new NodeId(1)], IsClear: true));
        PassMs(500);

        Assert.Equal(call, Turn().CallId);
    }

    [Fact]
    public void An_answer_in_parts_is_complete_when_none_is_missing()
    {
        Create(Settings with { MaxConcurrentRequests = 3 });
        var (a, b) = (Granted(), Granted());
        Crash();
        Started();
        var asked = AskedRouters();
        WereAsked(0);
        var (first, last) = (
            new Holdings(Id, asked.Incarnation, RouterId, [a]) { HasMore = true },
            new Holdings(Id, asked.Incarnation, RouterId, [b]) { Page = 1 });
        Endpoint.Tell(last, Router);
        var call = Ask().CallId;
        Settle();
        Assert.DoesNotContain(Received(Router), IsPermitOrPlace);

        Endpoint.Tell(first, Router);
        Endpoint.Tell(last, Router);

        Assert.Equal(call, Turn().CallId);
        Assert.Equal(3, Described().CurrentRequests);
    }

    [Fact]
    public void A_new_endpoint_grants_at_once_and_asks_until_every_router_knows_it()
    {
        Done(new CreateEndpoint(Id, Settings, Key()));
        Granted();
        PassMs(1_000);
        Assert.Equal(3, Received(Reporter).OfType<AskRouters>().Count());

        Done(new DescribeEndpoint(Id));
        PassMs(500);
        AnswerRouters();
        PassMs(5_000);

        Assert.DoesNotContain(Received(Reporter), m => m is AskRouters);
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
        var asked = AskedRouters();
        Assert.Equal(1, asked.Marks[RouterId]);

        Endpoint.Tell(uncovered, Router);

        Endpoint.Tell(new Holdings(Id, asked.Incarnation, RouterId, []), Router);
        WereAsked(0);

        Assert.Equal(2, Described().Stats.SuccessfulRequests);
    }

    [Fact]
    public void A_question_that_was_withdrawn_while_it_was_held_gets_no_place()
    {
        Create();
        Crash();
        Started();
        var asked = AskedRouters();
        var gone = Ask().CallId;
        Endpoint.Tell(new Withdraw(Id, gone), Router);
        Next<Withdrawn>(Router);

        Endpoint.Tell(new Holdings(Id, asked.Incarnation, RouterId, []), Router);
        WereAsked(0);

        Assert.Equal((0, 0), (Described().CurrentRequests, Described().QueueLength));
        Assert.False(Router.HasMessages);
    }

    [Fact]
    public void Commands_wait_for_the_takeover_and_none_is_lost()
    {
        Create();
        Crash();
        Started();
        var asked = AskedRouters();
        Endpoint.Tell(new PatchEndpoint(Id, Limit(2)), Operator);
        Endpoint.Tell(new DescribeEndpoint(Id), Operator);
        Endpoint.Tell(new DescribeEndpoint(Id), Operator);

        Endpoint.Tell(new Holdings(Id, asked.Incarnation, RouterId, []), Router);
        WereAsked(0);

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
        var asked = AskedRouters();
        Endpoint.Tell(new Holdings(Id, asked.Incarnation, RouterId, [old, current]) { KeyVersions = [1, 2] }, Router);
        WereAsked(0);

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
        var asked = AskedRouters();

        Endpoint.Tell(first, Router);

        Endpoint.Tell(new Holdings(Id, asked.Incarnation, RouterId, []), Router);
        WereAsked(0);

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
        Next<ReleaseId>(Catalog);
        Crash();
        Started();

        Assert.Equal(AdminRefusal.NotFound, Refused(new DescribeEndpoint(Id)));
    }
}
