using MultiplexCluster.Actors.Routing;
using MultiplexCluster.Core.Moving;

namespace MultiplexCluster.Actors.Tests.Routing;

/// <summary>Requests that wait at an endpoint which stops admitting.</summary>
public sealed class StrandedTests : RouterSpec
{
    private static readonly EndpointLoad Busy = Free with { Running = 2 };

    [Fact]
    public void Requests_that_wait_are_placed_where_a_slot_is_free_when_their_endpoint_stops_admitting()
    {
        Announce(A, Settings with { Models = ["x", "y"] });
        Execute(model: "x");
        Execute(model: "y");
        var (x, y) = (Asked(), Asked());
        Queue(x);
        Queue(y);
        Announce(B, Settings with { Models = ["y"] });

        Announce(A, Settings with { Models = ["x", "y"] }, new EndpointLoad(EndpointState.CoolingDown, 9_000, 0, 0, 2));

        Assert.Equal((B, y.WaitedMs), (Asked() is var moved ? moved.EndpointId : default, moved.WaitedMs));
        Assert.True(moved.OnlyAtOnce);
        Assert.DoesNotContain(Received(Endpoint), m => m is Withdraw);
        Grant(moved);
        Assert.Equal(y.CallId, Next<Withdraw>(Endpoint).CallId);
        Assert.Equal(moved.CallId, Performed().CallId);
        Assert.DoesNotContain(Received(Endpoint), m => m is Withdraw w && w.CallId == x.CallId);
    }

    [Fact]
    public void One_that_found_nothing_free_starts_when_a_call_elsewhere_ends_and_the_oldest_goes_first()
    {
        var (running, first, second) = StrandTwo();

        End(running, OutcomeClass.Success, started: true);

        var moved = Next<Acquire>(Endpoint);
        Assert.Equal((B, first.CallId.Sequence), (moved.EndpointId, moved.CallId.Sequence));
        Settle();
        Assert.DoesNotContain(Received(Endpoint), m => m is Acquire a && a.CallId.Sequence == second.CallId.Sequence);
    }

    [Fact]
    public void It_keeps_what_it_has_waited()
    {
        var (running, first, _) = StrandTwo();
        PassMs(500);

        End(running, OutcomeClass.Success, started: true);

        Assert.Equal((first.CallId.Sequence, 500), Next<Acquire>(Endpoint) is var a ? (a.CallId.Sequence, a.WaitedMs) : default);
        Grant(a);
        Assert.Equal(first.CallId, Next<Withdraw>(Endpoint).CallId);
    }

    [Fact]
    public void One_that_comes_to_wait_at_a_paused_endpoint_starts_when_an_announcement_brings_a_free_slot()
    {
        Announce(A, load: Free with { State = EndpointState.CoolingDown, RemainingMs = 60_000 });
        Execute();
        var ask = Asked();
        Queue(ask, load: Free with { State = EndpointState.CoolingDown, RemainingMs = 60_000, Waiting = 1 });
        Settle();

        Announce(B);

        Assert.Equal((B, ask.CallId.Sequence), Asked() is var moved ? (moved.EndpointId, moved.CallId.Sequence) : default);
        Grant(moved);
        Assert.Equal(ask.CallId, Next<Withdraw>(Endpoint).CallId);
    }

    [Fact]
    public void Nothing_is_kept_of_those_that_leave_are_refused_or_get_their_turn()
    {
        var (_, first, second) = StrandTwo();

        Router.Tell(new CallerLeft(first.CallId.Sequence));
        Grant(second);
        Settle();

        Assert.True(Field<WaitingRequests<RoutedCall>>("_waiting").IsEmpty);
    }

    [Fact]
    public void A_pinned_one_waits_where_it_is()
    {
        Announce(A);
        Execute(pinned: A);
        Queue(Asked());
        Announce(A, load: Free with { State = EndpointState.CoolingDown, RemainingMs = 60_000, Waiting = 1 });

        Announce(B);

        PassMs(500);
        Assert.DoesNotContain(Received(Endpoint), m => m is Withdraw);
    }

    /// <summary>A call runs at B, whose other slot is taken; two requests wait at A, which begins to cool down.</summary>
    private (Granted Running, Acquire First, Acquire Second) StrandTwo()
    {
        Announce(B, Settings with { QueueEnabled = false });
        Execute();
        Grant(Asked(), load: Free with { Running = 2, Yours = 1 });
        var running = Performed();
        Announce(A, load: Busy);
        Execute();
        var first = AskedOf(A);
        Execute();
        var second = AskedOf(A);
        Announce(A, load: Busy with { State = EndpointState.CoolingDown, RemainingMs = 60_000, Waiting = 2 });
        Settle();
        Received(Endpoint);
        Received(Region);
        return (running, first, second);
    }

    private Acquire AskedOf(EndpointId id)
    {
        Settle();
        var ask = Received(Region).Concat(Received(Endpoint)).OfType<Acquire>().Last();
        Assert.Equal(id, ask.EndpointId);
        Queue(ask, load: Busy with { Waiting = 1 });
        return ask;
    }
}
