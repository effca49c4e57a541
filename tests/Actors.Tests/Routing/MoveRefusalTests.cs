using MultiplexCluster.Actors.Routing;
using MultiplexCluster.Core.Moving;
using MultiplexCluster.Core.Routing;

namespace MultiplexCluster.Actors.Tests.Routing;

/// <summary>Requests that would move and may not, or get no answer: they keep their place and stand in nobody's way.</summary>
public sealed class MoveRefusalTests : RouterSpec
{
    private static readonly EndpointLoad Full = Free with { Running = 2, MeanHoldMs = 1_000 };

    // Defect: the oldest, whose time at the other endpoint was over, were asked again and again, and nobody else got its slots.
    [Fact]
    public void Only_those_move_that_have_time_left_where_they_go()
    {
        for (var i = 0; i < 5; i++)
        {
            Waits(Settings with { QueueTimeout = TimeSpan.FromSeconds(300) });
        }

        PassMs(11_000);
        var younger = Waits(Settings with { QueueTimeout = TimeSpan.FromSeconds(300) });
        Announce(B, Settings with { QueueTimeout = TimeSpan.FromSeconds(10) });
        PassMs(300);

        Assert.Equal([younger.CallId.Sequence], AskedToMove().Select(ask => ask.CallId.Sequence));
    }

    // Defect: an endpoint that had a slot and refused one request, for its tokens, counted as full for all.
    [Fact]
    public void One_that_is_refused_although_there_is_a_slot_lets_others_have_it()
    {
        var (big, small) = (Waits(), Waits());
        Announce(B, Settings with { MaxConcurrentRequests = 1 });
        var ask = Asked();
        Assert.Equal(big.CallId.Sequence, ask.CallId.Sequence);

        RejectThoughFree(ask);

        Assert.Equal(small.CallId.Sequence, Next<Acquire>(Endpoint).CallId.Sequence);
    }

    [Fact]
    public void The_refused_one_asks_again_a_little_later()
    {
        var waiting = Waits();
        Announce(B);
        RejectThoughFree(Asked());
        PassMs(100);
        Assert.Empty(AskedToMove());

        PassMs(300);

        Assert.Equal(waiting.CallId.Sequence, Assert.Single(AskedToMove()).CallId.Sequence);
    }

    [Fact]
    public void After_some_refusals_in_a_row_an_endpoint_is_left_alone()
    {
        for (var i = 0; i < 20; i++)
        {
            Waits();
        }

        Announce(B, Settings with { MaxConcurrentRequests = 1 });
        RejectThoughFree(Asked());
        for (var i = 1; i < MoveRules.MostRefused; i++)
        {
            RejectThoughFree(Next<Acquire>(Endpoint));
        }

        Settle();
        Assert.Empty(AskedToMove());
        PassMs(200);
        Assert.NotEmpty(AskedToMove());
    }

    // Defect: it was asked each 400 ms for ever, and each question was withdrawn.
    [Fact]
    public void An_endpoint_that_does_not_answer_is_not_asked_again_before_something_is_heard_of_it()
    {
        Waits();
        Announce(B);
        var ask = Asked();

        PassMs(5_000);

        Assert.Empty(AskedToMove());
        Assert.Single(Field<System.Collections.IDictionary>("_withdrawals").Keys);
        Router.Tell(new Withdrawn(B, ask.CallId, Free), Endpoint);
        Settle();
        Assert.Equal(B, Assert.Single(AskedToMove()).EndpointId);
    }

    // Defect: of a request whose endpoint was put into another pool the router thought that it may go to that pool's endpoints.
    [Fact]
    public void One_that_waits_at_an_endpoint_which_gets_another_label_stays_in_its_own_pool()
    {
        Announce(A, Settings with { Pool = "p" }, Full);
        Execute(pool: "p");
        var ask = Asked();
        Announce(A, Settings with { Pool = "q" }, Full);
        Queue(ask, load: Full with { Waiting = 1 });
        Announce(B, Settings with { Pool = "q" });
        PassMs(300);
        Assert.Empty(AskedToMove());

        Announce(EndpointId.Parse("c"), Settings with { Pool = "p" });

        Assert.Equal("c", Asked().EndpointId.Value);
    }

    // Defect: what was free was offered before the call that had just got its permit counted.
    [Fact]
    public void A_permit_counts_before_what_else_is_free_is_offered()
    {
        Announce(B, load: Full with { Running = 1 });
        Execute();
        var first = Asked();
        Assert.Equal(B, first.EndpointId);
        Waits();
        Waits();
        AskedToMove();

        Grant(first, load: Free with { Running = 1, Yours = 1 });
        Settle();

        Assert.Single(AskedToMove());
    }

    // Defect: the place was given up for a permit that could not be used.
    [Fact]
    public void Without_a_lease_a_place_is_not_given_up_for_a_permit()
    {
        var waiting = Waits();
        Announce(B);
        var ask = Asked();
        Leases.Extend(TimeSpan.MaxValue, TimeSpan.MinValue);

        Grant(ask);

        Settle();
        Assert.Equal([ask.CallId], Received(Endpoint).OfType<Withdraw>().Select(w => w.CallId));
        Leases.Extend(TimeSpan.MaxValue, TimeSpan.MaxValue);
        Grant(waiting);
        Assert.Equal(waiting.CallId, Performed().CallId);
    }

    // Defect: those that don't answer are those not heard of for longest, and all questions went to them.
    [Fact]
    public void Endpoints_that_do_not_tell_their_load_keep_nobody_else_from_being_asked()
    {
        var ids = Enumerable.Range(0, 90).Select(i => EndpointId.Parse($"e{i}")).ToList();
        ids.ForEach(id => Announce(id, load: Full with { Waiting = 1 }));
        Execute();
        Queue(Asked(), load: Full with { Waiting = 2 });

        PassMs(400);

        var asked = Received(Region).Concat(Received(Endpoint)).OfType<LoadQuery>().Select(query => query.EndpointId);
        Assert.Equal(90, asked.Distinct().Count());
    }

    // Defect: a slot that was found free while the links were gone through broke that off, and all requests of the node failed.
    [Fact]
    public void The_loss_of_a_node_fails_nobody_while_slots_become_free()
    {
        PassMs(50);
        Announce(B, Settings with { QueueEnabled = false }, Full with { MeanHoldMs = -1 });
        Announce(A, Settings with { QueueTimeout = TimeSpan.FromSeconds(300) }, Full);
        var request = Execute();
        var ask = AskedAnywhere();
        Queue(ask, limitMs: 300_000, load: Full with { Waiting = 1 });
        Assert.Equal(A, ask.EndpointId);
        PassMs((int)RoutingEntry.OthersStand.TotalMilliseconds + 10);
        AskedToMove();

        Router.Tell(new NodeUnreachable(Endpoint.Ref.Path.Address));
        PassMs(100);

        Assert.Equal(B, Assert.Single(AskedToMove()).EndpointId);
        Unanswered(request);
    }

    private void RejectThoughFree(Acquire ask) =>
        Router.Tell(new Rejected(ask.EndpointId, ask.CallId, RejectionReason.QueueFull, null, "why", Free with { MeanHoldMs = 1_000 }), Endpoint);

    private IReadOnlyList<Acquire> AskedToMove() =>
        [.. Received(Region).Concat(Received(Endpoint)).OfType<Acquire>().Where(ask => ask.OnlyAtOnce)];

    private Acquire Waits(EndpointSettings? settings = null)
    {
        Announce(A, settings, Full);
        Execute();
        var ask = AskedAnywhere();
        Assert.Equal(A, ask.EndpointId);
        Queue(ask, limitMs: 300_000, load: Full with { Waiting = 1 });
        Settle();
        return ask;
    }
}
