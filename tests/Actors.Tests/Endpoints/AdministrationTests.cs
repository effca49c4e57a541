namespace MultiplexCluster.Actors.Tests.Endpoints;

public sealed class AdministrationTests : EndpointSpec
{
    [Fact]
    public void It_exists_from_its_creation_on_and_only_once()
    {
        Assert.Equal(AdminRefusal.NotFound, Refused(new DescribeEndpoint(Id)));
        Assert.Equal("abcd", Create().ApiKeyHint);
        Assert.Equal(AdminRefusal.AlreadyExists, Refused(new CreateEndpoint(Id, Settings, Key())));
    }

    [Fact]
    public void A_higher_limit_lets_several_go_at_once()
    {
        Create();
        Granted();
        var waiting = Enumerable.Range(0, 4).Select(_ => Queued()).ToList();

        Patch(Limit(4));

        Assert.Equal(waiting[..3], Enumerable.Range(0, 3).Select(_ => Turn().CallId));
        Assert.Equal((4, 1), (Described().CurrentRequests, Described().QueueLength));
    }

    [Fact]
    public void A_lower_limit_lets_running_calls_finish_and_grants_below_it_again()
    {
        Create(Settings with { MaxConcurrentRequests = 3 });
        var running = new[] { Granted(), Granted(), Granted() };
        var next = Queued();

        Patch(Limit(1));
        Ends(running[0]);
        Ends(running[1]);
        Settle();
        Assert.DoesNotContain(Received(Router), m => m is Granted);
        Ends(running[2]);

        Assert.Equal(next, Turn().CallId);
    }

    [Fact]
    public void A_running_call_keeps_the_key_it_was_granted_with()
    {
        Create(Settings with { MaxConcurrentRequests = 2 });
        var old = Granted();

        Done(new RotateKey(Id, Key(2)));
        Ends(old);

        Assert.Equal(1, Described().Stats.SuccessfulRequests);
    }

    [Fact]
    public void Disabling_refuses_those_that_wait_and_lets_the_running_one_finish()
    {
        Create();
        var running = Granted();
        var waiting = Queued();

        Done(new DisableEndpoint(Id));

        Assert.Equal((waiting, RejectionReason.Disabled), (Next<Rejected>(Router) is var r ? r.CallId : default, r.Reason));
        Assert.Equal(RejectionReason.Disabled, Rejected().Reason);
        Ends(running);
        Assert.Equal(0, Described().CurrentRequests);
        Done(new EnableEndpoint(Id));
        Granted();
    }

    [Fact]
    public void Commands_are_carried_out_in_their_order_while_calls_go_on()
    {
        Create();
        var go = new TaskCompletionSource();
        Store.WritesGo = go.Task;
        Endpoint.Tell(new PatchEndpoint(Id, Limit(2)), Operator);
        Endpoint.Tell(new PatchEndpoint(Id, Limit(3)), Operator);
        Endpoint.Tell(new RotateKey(Id, Key(2)), Operator);

        Ends(Granted());
        go.SetResult();

        Assert.Equal(2, Next<EndpointDescribed>(Operator).Details.Settings.MaxConcurrentRequests);
        Assert.Equal(3, Next<EndpointDescribed>(Operator).Details.Settings.MaxConcurrentRequests);
        Assert.Equal(2, Next<EndpointDescribed>(Operator).Details.KeyVersion);
    }

    [Fact]
    public void A_store_that_cannot_be_written_refuses_the_change_and_calls_go_on()
    {
        Create();
        Store.RejectsWrites = true;

        Assert.Equal(AdminRefusal.StoreUnavailable, Refused(new PatchEndpoint(Id, Limit(5))));
        Ends(Granted());
        Assert.Equal(1, Described().Settings.MaxConcurrentRequests);

        Store.RejectsWrites = false;
        Patch(Limit(5));
        Assert.Equal(5, Described().Settings.MaxConcurrentRequests);
    }

    [Fact]
    public void A_change_that_changes_nothing_is_not_written()
    {
        Create(Settings with { Models = ["gpt-*"] });
        var writes = Store.Writes;

        Patch(new SettingsPatch { Models = Change.To<IReadOnlyList<string>>(["gpt-*"]) });
        Done(new EnableEndpoint(Id));

        Assert.Equal(writes, Store.Writes);
    }

    [Fact]
    public void Checkpoints_go_on_after_a_creation_that_was_rejected_first()
    {
        Store.RejectsWrites = true;
        Assert.Equal(AdminRefusal.StoreUnavailable, Refused(new CreateEndpoint(Id, Settings, Key())));
        PassMs(1_000);
        Store.RejectsWrites = false;
        Create();

        Ends(Granted());
        PassMs(200);

        Assert.Equal(1, Next<ReportsCovered>(Router).Number);
    }

    [Fact]
    public void A_creation_that_was_refused_but_stored_all_the_same_does_not_come_back()
    {
        Store.LosesAnswers = true;
        Assert.Equal(AdminRefusal.StoreUnavailable, Refused(new CreateEndpoint(Id, Settings, Key())));
        Store.LosesAnswers = false;
        Endpoint.Tell(new WakeEndpoint(Id), Catalog);
        Settle();
        Assert.DoesNotContain(Received(Catalog), m => m is ReleaseId);
        CrashOnceErased();
        Started();

        Assert.Equal(AdminRefusal.NotFound, Refused(new DescribeEndpoint(Id)));
        Endpoint.Tell(new WakeEndpoint(Id), Catalog);
        Assert.Equal(new ReleaseId(Id, WasDeleted: false), Next<ReleaseId>(Catalog));
    }

    [Fact]
    public void A_refused_creation_is_erased_as_soon_as_the_store_is_back_and_its_id_is_not_released_before()
    {
        Store.LosesAnswers = true;
        Assert.Equal(AdminRefusal.StoreUnavailable, Refused(new CreateEndpoint(Id, Settings, Key())));
        (Store.LosesAnswers, Store.RejectsWrites) = (false, true);
        PassMs(2_500);
        Endpoint.Tell(new WakeEndpoint(Id), Catalog);
        Settle();
        Assert.DoesNotContain(Received(Catalog), m => m is ReleaseId);
        Store.RejectsWrites = false;

        CrashOnceErased();
        Started();
        Assert.Equal(AdminRefusal.NotFound, Refused(new DescribeEndpoint(Id)));
    }

    [Fact]
    public void A_creation_that_succeeds_after_a_refused_one_is_not_erased()
    {
        Store.LosesAnswers = true;
        Assert.Equal(AdminRefusal.StoreUnavailable, Refused(new CreateEndpoint(Id, Settings, Key())));
        Store.LosesAnswers = false;
        Create();
        PassMs(2_500);
        Settle();
        Crash();
        Restart();

        Assert.Equal(EndpointState.Available, Described().Condition.State);
    }

    [Fact]
    public void A_refused_creation_leaves_the_endpoint_idle_for_the_pace_of_the_others()
    {
        for (var i = 0; i < 40; i++)
        {
            Pace.Enter();
        }

        var before = Pace.Interval;
        Store.RejectsWrites = true;
        Assert.Equal(AdminRefusal.StoreUnavailable, Refused(new CreateEndpoint(Id, Settings, Key())));
        PassMs(500);

        Assert.Equal(before, Pace.Interval);
    }

    [Fact]
    public void Deleting_refuses_those_that_wait_drains_and_then_leaves_nothing()
    {
        Create();
        var running = Granted();
        var waiting = Queued();

        Assert.Equal(EndpointState.Draining, Done(new DeleteEndpoint(Id)).Condition.State);
        Assert.Equal((waiting, RejectionReason.Draining), (Next<Rejected>(Router) is var r ? r.CallId : default, r.Reason));
        Assert.Equal(RejectionReason.Draining, Rejected().Reason);
        Assert.Equal(AdminRefusal.Draining, Refused(new PatchEndpoint(Id, Limit(2))));
        Settle();
        Assert.DoesNotContain(Received(Catalog), m => m is ReleaseId);

        Ends(running);

        Assert.Equal(new ReleaseId(Id, WasDeleted: true), Next<ReleaseId>(Catalog));
        Next<EndpointGone>(Reporter);
        Assert.Equal(AdminRefusal.NotFound, Refused(new DescribeEndpoint(Id)));
    }

    [Fact]
    public void A_removal_that_cannot_be_stored_is_tried_again()
    {
        Create();
        var running = Granted();
        Done(new DeleteEndpoint(Id));
        Store.RejectsWrites = true;
        Ends(running);
        Settle();
        PassMs(10);
        Store.RejectsWrites = false;

        PassUntil<ReleaseId>(Catalog);
    }

    [Fact]
    public void An_endpoint_made_anew_in_the_same_actor_counts_reports_from_one_again()
    {
        Create();
        Ends(Granted());
        Done(new DeleteEndpoint(Id));
        Next<ReleaseId>(Catalog);
        Create();

        var call = Granted();
        Endpoint.Tell(ReportOf(call, number: 1), Router);

        Assert.Equal(1, Described().Stats.SuccessfulRequests);
        PassMs(200);
        Next<ReportsCovered>(Router);
    }

    [Fact]
    public void A_reserved_id_without_an_endpoint_is_released_when_it_is_woken()
    {
        Endpoint.Tell(new WakeEndpoint(Id), Catalog);

        Assert.Equal(new ReleaseId(Id, WasDeleted: false), Next<ReleaseId>(Catalog));
        Endpoint.Tell(new IdReleased(Id), Catalog);
        Shard.FishForMessage(m => m is Akka.Cluster.Sharding.Passivate, TimeSpan.FromSeconds(15));
    }

    // An id without an endpoint lets its actor go, and not before it is sure that there is none.
    private void CrashOnceErased()
    {
        PassUntil<Akka.Cluster.Sharding.Passivate>(Shard);
        Settle();
        Crash();
        Received(Shard);
    }
}
