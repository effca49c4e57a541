using MultiplexCluster.Actors.Routing;
using MultiplexCluster.Contracts.Requests;

namespace MultiplexCluster.Actors.Tests.Routing;

public sealed class SessionTests : RouterSpec
{
    private static readonly EndpointLoad Busy = new(EndpointState.Available, 0, 2, 0, 0);
    private long _tickets = 1_000;

    [Fact]
    public void A_session_goes_back_to_the_endpoint_that_served_it_while_that_has_a_slot()
    {
        Announce(A);
        Announce(B);
        for (var i = 0; i < 3; i++)
        {
            Serve(7);
        }

        var home = Serve(7);
        var other = home == A ? B : A;
        Announce(home, load: Busy);
        Assert.Equal(other, Serve(7));
        Announce(home);
        Assert.Equal(other, Serve(7));
    }

    // Defect: it waited in its session's queue while a slot of a lower tier was free.
    [Fact]
    public void A_session_of_a_higher_tier_whose_endpoints_are_full_borrows_a_free_slot_of_a_lower_tier()
    {
        Announce(A, Settings with { Tier = PriorityClass.High }, Busy);
        Announce(B, Settings with { Tier = PriorityClass.Low });

        Request(new CallWishes { Session = 7, Priority = PriorityClass.High });

        Assert.Equal(B, AskedAnywhere().EndpointId);
    }

    [Fact]
    public void An_unknown_pool_is_the_callers_mistake_once_the_router_knows_any_endpoint()
    {
        var early = Execute(pool: "nowhere");
        Assert.Equal(ServiceErrorCode.NoEndpointAvailable, Answer(early).Error!.Code);

        Announce(A, Settings with { Pool = "gpu" });
        var wrong = Answer(Execute(pool: "nowhere")).Error!;
        Assert.Equal(ServiceErrorCode.InvalidRequest, wrong.Code);
        Assert.Contains("'nowhere'", wrong.Message, StringComparison.Ordinal);
        Assert.Contains("gpu", wrong.Message, StringComparison.Ordinal);
        Assert.Equal(ServiceErrorCode.NoEndpointAvailable, Answer(Execute()).Error!.Code);
    }

    [Fact]
    public void A_request_that_came_by_way_of_another_model_counts_its_waits_and_calls_on()
    {
        Announce(A);
        var request = Request(new CallWishes { WaitLimit = TimeSpan.FromSeconds(5) }, attempts: 3, waited: TimeSpan.FromSeconds(2));
        var ask = Asked();
        Assert.Equal((2_000, 3_000), (ask.WaitedMs, ask.WaitLimitMs));
        Grant(ask);
        var perform = Next<Perform>(Worker);
        Assert.Equal((4, 2_000), (perform.Attempt, perform.QueueMs));
        End(perform.Permit, OutcomeClass.CallerFault, held: true);

        Assert.Equal((4, 2_000), (Answer(request).Attempts, Answer(request).QueueMs));
    }

    private EndpointId Serve(ulong session)
    {
        Settle();
        Request(new CallWishes { Session = session });
        var ask = AskedAnywhere();
        Grant(ask);
        End(Performed(), OutcomeClass.Success, started: true);
        return ask.EndpointId;
    }

    private FakeRequest Request(CallWishes wishes, int attempts = 0, TimeSpan waited = default)
    {
        var request = new FakeRequest
        {
            Ticket = ++_tickets,
            Id = RequestId.Parse("r"),
            Provider = ProviderKind.OpenAi,
            Wishes = wishes,
            AttemptsBefore = attempts,
            WaitedBefore = waited,
        };
        Router.Tell(new Execute(request));
        return request;
    }
}
