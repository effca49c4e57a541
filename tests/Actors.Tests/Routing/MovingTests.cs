using MultiplexCluster.Actors.Routing;
using MultiplexCluster.Core.Moving;

namespace MultiplexCluster.Actors.Tests.Routing;

/// <summary>Requests that wait while a slot is free elsewhere.</summary>
public sealed class MovingTests : RouterSpec
{
    private static readonly EndpointLoad Full = Free with { Running = 2, MeanHoldMs = 1_000 };

    [Fact]
    public void One_that_waits_asks_for_a_slot_that_becomes_free_and_keeps_its_place_until_it_has_it()
    {
        var waiting = Waits();
        Announce(B);

        var ask = Asked();

        Assert.Equal((B, true), (ask.EndpointId, ask.OnlyAtOnce));
        Assert.DoesNotContain(Received(Endpoint), m => m is Withdraw);
        Grant(ask);
        Assert.Equal(waiting.CallId, Next<Withdraw>(Endpoint).CallId);
        Assert.Equal(ask.CallId, Performed().CallId);
    }

    [Fact]
    public void Without_a_slot_there_it_goes_on_waiting_and_asks_again_no_sooner_than_a_tenth_of_a_second_later()
    {
        var waiting = Waits();
        Announce(B);
        Reject(Asked());
        Announce(B);
        Settle();
        Assert.DoesNotContain(Received(Endpoint).Concat(Received(Region)), m => m is Acquire);

        PassMs(200);

        Assert.Contains(Received(Endpoint), m => m is Acquire { OnlyAtOnce: true });
        Grant(waiting);
        Assert.Equal(waiting.CallId, Performed().CallId);
    }

    [Fact]
    public void With_its_turn_come_where_it_waits_it_returns_what_it_asked_for_elsewhere()
    {
        var waiting = Waits();
        Announce(B);
        var ask = Asked();

        Grant(waiting);

        Assert.Equal((waiting.CallId, ask.CallId), (Performed().CallId, Next<Withdraw>(Region).CallId));
        Grant(ask);
        Settle();
        Assert.DoesNotContain(Received(Worker), m => m is Perform);
    }

    [Fact]
    public void A_question_without_an_answer_is_taken_back_and_the_place_is_kept()
    {
        var waiting = Waits();
        Announce(B);
        var ask = Asked();

        PassMs(400);

        Assert.Contains(Received(Region), m => m is Withdraw w && w.CallId == ask.CallId);
        Assert.DoesNotContain(Received(Endpoint), m => m is Withdraw);
        Grant(waiting);
        Assert.Equal(waiting.CallId, Performed().CallId);
    }

    [Fact]
    public void A_place_that_an_endpoint_gives_instead_of_a_slot_is_given_back()
    {
        var waiting = Waits();
        Announce(B);
        var ask = Asked();

        Queue(ask, load: Full with { Waiting = 1 });

        Assert.Equal(ask.CallId, Next<Withdraw>(Endpoint).CallId);
        Grant(waiting);
        Assert.Equal(waiting.CallId, Performed().CallId);
    }

    [Fact]
    public void A_caller_that_leaves_meanwhile_takes_both_questions_back()
    {
        var waiting = Waits();
        Announce(B);
        var ask = Asked();

        Router.Tell(new CallerLeft(waiting.CallId.Sequence));
        Settle();

        var withdrawn = Received(Endpoint).Concat(Received(Region)).OfType<Withdraw>().Select(w => w.CallId).ToHashSet();
        Assert.Equal([waiting.CallId, ask.CallId], withdrawn);
        Assert.True(Field<WaitingRequests<RoutedCall>>("_waiting").IsEmpty);
    }

    [Fact]
    public void A_freed_slot_goes_by_class_weights_and_then_to_the_longest_waiting()
    {
        var low = Enumerable.Range(0, 3).Select(_ => Waits(PriorityClass.Low)).ToList();
        var high = Enumerable.Range(0, 3).Select(_ => Waits(PriorityClass.High)).ToList();
        Announce(B, Settings with { MaxConcurrentRequests = 5, Tier = PriorityClass.Low });
        Settle();

        var asked = Received(Region).Concat(Received(Endpoint)).OfType<Acquire>().Select(a => a.CallId.Sequence).ToList();

        Assert.Equal([.. high.Select(h => h.CallId.Sequence), .. low.Take(2).Select(l => l.CallId.Sequence)], asked);
    }

    [Fact]
    public void Nobody_moves_to_a_higher_tier_another_model_or_where_it_may_not_be_tried_again()
    {
        Waits(PriorityClass.Low, model: "x");
        Announce(B, Settings with { Tier = PriorityClass.High });
        Announce(EndpointId.Parse("c"), Settings with { Models = ["y"] });
        PassMs(300);

        Assert.DoesNotContain(Received(Region).Concat(Received(Endpoint)), m => m is Acquire);
    }

    [Fact]
    public void Endpoints_that_look_full_are_asked_for_their_load_while_somebody_waits()
    {
        Announce(A, load: Full);
        Announce(B, Settings with { QueueEnabled = false }, Full);
        PassMs(500);
        Assert.DoesNotContain(Received(Region).Concat(Received(Endpoint)), m => m is LoadQuery);
        Execute();
        Queue(Asked(), load: Full with { Waiting = 1 });
        PassMs(300);

        Assert.Contains(Received(Endpoint).Concat(Received(Region)), m => m is LoadQuery q && q.EndpointId == B);
        Router.Tell(new LoadTold(B, Full with { Running = 1 }), Endpoint);
        Assert.Equal((B, true), Next<Acquire>(Endpoint) is var ask ? (ask.EndpointId, ask.OnlyAtOnce) : default);
    }

    [Fact]
    public void At_most_thirty_two_endpoints_of_a_pool_are_asked_in_a_sweep_and_all_in_turn()
    {
        var ids = Enumerable.Range(0, 80).Select(i => EndpointId.Parse($"e{i}")).ToList();
        ids.ForEach(id => Announce(id, load: Full with { Waiting = 1 }));
        Execute();
        Queue(Asked(), load: Full with { Waiting = 2 });
        PassMs(100);
        List<List<EndpointId>> sweeps = [Queried()];
        for (var i = 0; i < 3; i++)
        {
            PassMs(100);
            sweeps.Add(Queried());
        }

        Assert.All(sweeps, asked => Assert.InRange(asked.Count, 0, 32));
        Assert.Equal(ids.ToHashSet(), sweeps.SelectMany(asked => asked).ToHashSet());

        // Each answers, as an endpoint does: one that didn't would be asked again before others.
        List<EndpointId> Queried()
        {
            var asked = Received(Region).Concat(Received(Endpoint)).OfType<LoadQuery>().Select(q => q.EndpointId).ToList();
            Assert.Equal(asked.Count, asked.Distinct().Count());
            asked.ForEach(id => Router.Tell(new LoadTold(id, Full with { Waiting = 1 }), Endpoint));
            return asked;
        }
    }

    [Fact]
    public void Builds_that_do_not_tell_how_long_calls_last_are_not_asked_for_their_load()
    {
        Announce(A, load: Full with { MeanHoldMs = -1 });
        Execute();
        Queue(Asked(), load: Full with { Waiting = 1, MeanHoldMs = -1 });
        PassMs(500);

        Assert.DoesNotContain(Received(Region).Concat(Received(Endpoint)), m => m is LoadQuery);
    }

    [Fact]
    public void One_bound_to_an_account_moves_among_its_endpoints_whatever_their_pool()
    {
        Announce(A, Settings with { QuotaGroup = "g" }, Full);
        Execute(affinity: A);
        var ask = Asked();
        Queue(ask, load: Full with { Waiting = 1 });
        Announce(B);
        PassMs(300);
        Assert.DoesNotContain(Received(Region), m => m is Acquire);

        Announce(EndpointId.Parse("c"), Settings with { QuotaGroup = "g", Pool = "other" });

        Assert.Equal(("c", ask.CallId.Sequence), Asked() is var moved ? (moved.EndpointId.Value, moved.CallId.Sequence) : default);
    }

    [Fact]
    public void One_whose_endpoint_pauses_waits_elsewhere_instead_where_its_turn_comes_sooner()
    {
        var waiting = Waits();
        Announce(B, Settings, Full with { Waiting = 5 });

        Announce(A, Settings, Full with { State = EndpointState.CoolingDown, RemainingMs = 60_000, Waiting = 1 });

        var ask = Asked();
        Assert.Equal((B, false), (ask.EndpointId, ask.OnlyAtOnce));
        Assert.DoesNotContain(Received(Endpoint), m => m is Withdraw);
        Queue(ask, load: Full with { Waiting = 6 });
        Assert.Equal(waiting.CallId, Next<Withdraw>(Endpoint).CallId);
        Grant(ask);
        Assert.Equal(ask.CallId, Performed().CallId);
    }

    [Fact]
    public void It_stays_where_the_pause_is_shorter_than_the_queue_elsewhere()
    {
        Waits();
        Announce(B, Settings, Full with { Waiting = 50 });

        Announce(A, Settings, Full with { State = EndpointState.CoolingDown, RemainingMs = 2_000, Waiting = 1 });

        PassMs(1_000);
        Assert.DoesNotContain(Received(Endpoint).Concat(Received(Region)), m => m is Acquire);
    }

    [Fact]
    public void With_no_place_elsewhere_it_keeps_its_own()
    {
        var waiting = Waits();
        Announce(B, Settings, Full with { Waiting = 5 });
        Announce(A, Settings, Full with { State = EndpointState.CoolingDown, RemainingMs = 60_000, Waiting = 1 });

        Reject(Asked());
        Grant(waiting);

        Assert.Equal(waiting.CallId, Performed().CallId);
    }

    [Fact]
    public void One_whose_model_is_paused_there_does_not_stand_in_the_way_of_others()
    {
        var paused = Waits(model: "x");
        var other = Waits(model: "y");
        Announce(B, Settings with { MaxConcurrentRequests = 1 });
        var ask = Asked();
        Assert.Equal(paused.CallId.Sequence, ask.CallId.Sequence);

        Router.Tell(
            new Rejected(B, ask.CallId, RejectionReason.CoolingDown, 30_000, "why", Free with { MeanHoldMs = 1_000 }) { IsOfModel = true }, Endpoint);

        var next = Next<Acquire>(Endpoint);
        Assert.Equal((other.CallId.Sequence, B), (next.CallId.Sequence, next.EndpointId));
        Reject(next);
        PassMs(300);
        Assert.DoesNotContain(Received(Endpoint), m => m is Acquire a && a.CallId.Sequence == paused.CallId.Sequence);
    }

    [Fact]
    public void Those_of_an_endpoint_that_pauses_with_others_leave_too()
    {
        Waits();
        Announce(B, Settings with { BaseUrl = "http://b/v1" }, Full with { Waiting = 5 });

        Router.Tell(new ScopePaused(ProviderKind.OpenAi, null, null, null, 60_000, OutcomeClass.ProviderOverloaded, EndpointId.Parse("c")));

        Assert.Equal((B, false), Asked() is var ask ? (ask.EndpointId, ask.OnlyAtOnce) : default);
    }

    private Acquire Waits(PriorityClass priority = PriorityClass.Medium, string? model = null)
    {
        Announce(A, Settings with { Tier = PriorityClass.Low }, Full);
        Execute(priority: priority, model: model);
        var ask = AskedAnywhere();
        Queue(ask, load: Full with { Waiting = 1 });
        Settle();
        return ask;
    }
}
