using MultiplexCluster.Actors.Endpoints;
using MultiplexCluster.Contracts.Durability;

namespace MultiplexCluster.Actors.Tests.Endpoints;

public sealed class HandOffTests : EndpointSpec
{
    // Defect: a poison pill stopped the actor while the creation was being stored, and its operator got no answer.
    [Fact]
    public void A_creation_that_meets_the_end_of_its_empty_actor_is_stored_and_answered()
    {
        Ask();
        var passivate = Shard.ExpectMsg<Akka.Cluster.Sharding.Passivate>();
        Operator.Watch(Endpoint);

        Endpoint.Tell(new CreateEndpoint(Id, Settings, Key()), Operator);
        Endpoint.Tell(passivate.StopMessage);

        Assert.Equal(Id, Next<EndpointDescribed>(Operator).Details.EndpointId);
        EndOf(Operator, Endpoint);
        AskedRouters();
        Restart();
        Assert.Equal(Settings.Provider, Described().Settings.Provider);
    }

    // Defect: counters that were not stored yet when the endpoint was removed held its id up for the whole three seconds.
    [Fact]
    public void The_actor_of_an_endpoint_removed_right_after_a_call_ends_at_once()
    {
        Create();
        Ends(Granted());
        Done(new DeleteEndpoint(Id));
        Next<ReleaseId>(Catalog);
        Endpoint.Tell(new IdReleased(Id), Catalog);
        Operator.Watch(Endpoint);

        Endpoint.Tell(Next<Akka.Cluster.Sharding.Passivate>(Shard).StopMessage);

        EndOf(Operator, Endpoint);
    }

    [Fact]
    public void When_it_is_handed_off_every_waiter_is_told_and_a_checkpoint_is_taken_first()
    {
        Create();
        var running = Granted();
        var waiting = new[] { Queued(), Queued(), Queued() };
        Ends(running, OutcomeClass.RateLimited, retryAfterMs: 5_000);
        Operator.Watch(Endpoint);

        Endpoint.Tell(HandOff.Instance);

        Assert.Equal(waiting, waiting.Select(_ => Next<Moved>(Router).CallId));
        EndOf(Operator, Endpoint);
        Assert.NotNull(((EndpointCheckpoint)Store.Saves[^1].Snapshot).Health.CooldownUntil);
    }

    [Fact]
    public void Waiters_are_told_to_ask_again_in_the_order_in_which_they_wait()
    {
        Create();
        Granted();
        var waiting = Enumerable.Range(0, 50).Select(_ => Queued()).ToList();
        var retries = new[] { Queued(isRetry: true), Queued(isRetry: true) };
        foreach (var gone in waiting.Where((_, i) => i % 3 == 0).ToList())
        {
            Endpoint.Tell(new Withdraw(Id, gone), Router);
            waiting.Remove(gone);
            waiting.Add(Queued());
        }

        Endpoint.Tell(HandOff.Instance);

        Assert.Equal([.. retries, .. waiting], retries.Concat(waiting).Select(_ => Next<Moved>(Router).CallId));
    }

    [Fact]
    public void Nothing_is_granted_or_queued_while_it_is_handed_off()
    {
        Create(Settings with { MaxConcurrentRequests = 5 });
        Ends(Granted());
        var go = new TaskCompletionSource();
        Store.SavesGo = go.Task;
        Operator.Watch(Endpoint);
        Endpoint.Tell(HandOff.Instance);

        var call = Ask().CallId;

        Assert.Equal(call, Next<Moved>(Router).CallId);
        go.SetResult();
        EndOf(Operator, Endpoint);
        Assert.DoesNotContain(Received(Router), IsPermitOrPlace);
    }

    [Fact]
    public void A_cooldown_that_begins_while_a_checkpoint_is_under_way_is_not_lost_by_a_hand_off()
    {
        Create(Settings with { MaxConcurrentRequests = 2 });
        var (a, b) = (Granted(), Granted());
        Ends(a);
        var go = CheckpointBegun();
        Ends(b, OutcomeClass.RateLimited, retryAfterMs: 60_000);
        Operator.Watch(Endpoint);

        Endpoint.Tell(HandOff.Instance);
        go.SetResult();

        EndOf(Operator, Endpoint);
        Assert.NotNull(((EndpointCheckpoint)Store.Saves[^1].Snapshot).Health.CooldownUntil);
    }

    [Fact]
    public void A_change_that_is_being_stored_is_answered_before_a_hand_off_and_so_is_what_waits_behind_it()
    {
        Create();
        Saved();
        var go = new TaskCompletionSource();
        Store.WritesGo = go.Task;
        Endpoint.Tell(new PatchEndpoint(Id, Limit(2)), Operator);
        Endpoint.Tell(new PatchEndpoint(Id, Limit(3)), Operator);
        Operator.Watch(Endpoint);

        Endpoint.Tell(HandOff.Instance);
        go.SetResult();

        Assert.Equal(2, Next<EndpointDescribed>(Operator).Details.Settings.MaxConcurrentRequests);
        Assert.Equal(3, Next<EndpointDescribed>(Operator).Details.Settings.MaxConcurrentRequests);
        EndOf(Operator, Endpoint);
    }

    [Fact]
    public void An_operator_is_answered_when_a_hand_off_cannot_wait_for_the_store()
    {
        Create();
        Store.WritesGo = new TaskCompletionSource().Task;
        Endpoint.Tell(new PatchEndpoint(Id, Limit(2)), Operator);
        Endpoint.Tell(new PatchEndpoint(Id, Limit(3)), Operator);
        Operator.Watch(Endpoint);
        Endpoint.Tell(HandOff.Instance);
        Settle();

        var limit = Clock.MonotonicClock + TimeSpan.FromSeconds(3);
        while (Clock.Step(limit))
        {
        }

        Assert.Equal(AdminRefusal.StoreUnavailable, Next<AdminRefused>(Operator).Reason);
        Assert.Equal(AdminRefusal.StoreUnavailable, Next<AdminRefused>(Operator).Reason);
        EndOf(Operator, Endpoint);
    }

    [Fact]
    public void A_store_that_does_not_answer_holds_a_hand_off_up_for_three_seconds_at_most()
    {
        Create();
        Ends(Granted());
        Store.SavesGo = new TaskCompletionSource().Task;
        Operator.Watch(Endpoint);
        Endpoint.Tell(HandOff.Instance);
        Settle();

        var limit = Clock.MonotonicClock + TimeSpan.FromSeconds(3);
        while (Clock.Step(limit))
        {
        }

        EndOf(Operator, Endpoint);
    }

    // The creation's own checkpoint is over: nothing but the commit holds the hand-off up.
    private void Saved()
    {
        PassMs(200);
        AwaitAssert(() => Assert.NotEmpty(Store.Saves));
        Settle();
    }

    [Fact]
    public void An_actor_that_ends_for_any_reason_tells_its_waiters_to_ask_again()
    {
        Create();
        Granted();
        var waiting = Queued();

        Crash();

        Assert.Equal(waiting, Next<Moved>(Router).CallId);
    }
}
