using MultiplexCluster.Actors.Routing;
using MultiplexCluster.Actors.Serialization;

namespace MultiplexCluster.Actors.Tests.Routing;

/// <summary>What is said to an endpoint of another node in one message.</summary>
public sealed class GatheringTests : RouterSpec
{
    [Fact]
    public void Questions_that_come_at_once_are_asked_in_one_message()
    {
        Announce(A);
        Ended(mayWait: false);
        Assert.Equal(1, Reported().Number);

        var requests = AtOnce(3);

        var several = Next<ReportsAndQuestions>(Endpoint);
        Assert.Empty(several.Reports);
        Assert.Equal(requests.Select(r => r.Ticket), several.Questions.Select(q => q.CallId.Sequence));
    }

    [Fact]
    public void Permits_that_come_in_one_message_start_their_calls()
    {
        Announce(A);
        Ended(mayWait: false);
        AtOnce(3);
        var several = Next<ReportsAndQuestions>(Endpoint);
        var one = GrantOf(several.Questions[0]);

        Router.Tell(new GrantedSeveral(A, [.. several.Questions.Select(q => q.CallId)], one.Target, Free with { Running = 3, Yours = 3 }, ReportMayWait: false), Endpoint);

        Assert.Equal(several.Questions.Select(q => q.CallId), Enumerable.Range(0, 3).Select(_ => Performed().CallId));
    }

    [Fact]
    public void A_success_whose_report_may_wait_is_told_with_the_next_question()
    {
        Announce(A);
        Ended(mayWait: true);
        Settle();

        var request = Execute(pinned: A);

        var several = Next<ReportsAndQuestions>(Endpoint);
        Assert.Equal((1, request.Ticket), (Assert.Single(several.Reports).Number, Assert.Single(several.Questions).CallId.Sequence));
    }

    [Fact]
    public void Without_a_further_question_it_is_told_alone_within_20_ms()
    {
        Announce(A);
        var call = Ended(mayWait: true);
        Settle();
        Assert.False(Endpoint.HasMessages);

        PassMs(20);

        Assert.Equal(call, Reported().CallId);
    }

    [Theory]
    [InlineData(OutcomeClass.RateLimited)]
    [InlineData(OutcomeClass.Failing)]
    [InlineData(OutcomeClass.Cancelled)]
    public void What_is_no_success_is_told_at_once(OutcomeClass outcome)
    {
        Announce(A);

        Ended(mayWait: true, outcome);

        Assert.Equal(1, Reported().Number);
    }

    [Fact]
    public void A_new_incarnation_is_told_it_once()
    {
        Announce(A);
        Ended(mayWait: true);
        Settle();
        var fresh = CreateTestProbe();

        Router.Tell(new HoldingsRequest(A, 99, new Dictionary<RouterId, long>()), fresh);
        PassMs(50);

        Assert.Equal([1L], Received(fresh).OfType<Report>().Select(r => r.Number));
        Assert.False(Endpoint.HasMessages);
    }

    [Fact]
    public void When_the_straight_way_is_lost_it_is_told_by_the_region()
    {
        Announce(A);
        Ended(mayWait: true);
        Settle();

        Router.Tell(new NodeUnreachable(Endpoint.Ref.Path.Address));

        Assert.Equal(1, Next<Report>(Region).Number);
    }

    [Fact]
    public void Before_statistics_are_asked_for_it_is_told()
    {
        Announce(A);
        Ended(mayWait: true);

        Router.Tell(new Settle(), Reporter);

        Assert.Equal(1, Reported().Number);
    }

    [Fact]
    public void A_request_taken_back_at_once_is_asked_for_before_it_is_withdrawn()
    {
        Announce(A);
        Ended(mayWait: false);
        Reported();

        var request = Together(() =>
        {
            var request = Execute(pinned: A);
            Router.Tell(new CallerLeft(request.Ticket));
            return request;
        });

        Assert.Equal(request.Ticket, Asked(Endpoint).CallId.Sequence);
        Assert.Equal(request.Ticket, Next<Withdraw>(Endpoint).CallId.Sequence);
    }

    [Fact]
    public void It_is_told_when_the_router_stops()
    {
        Announce(A);
        Ended(mayWait: true);
        Settle();

        Sys.Stop(Router);

        Assert.Equal(1, Reported().Number);
    }

    [Fact]
    public void It_is_told_at_once_where_somebody_waits_by_now()
    {
        Announce(A);
        Execute(pinned: A);
        var ask = Asked();
        Router.Tell(GrantOf(ask) with { ReportMayWait = true, TakesSeveral = true }, Endpoint);
        Announce(A, load: Free with { Running = 2, Waiting = 1 });

        End(Performed(), OutcomeClass.Success, started: true);

        Assert.Equal(1, Reported().Number);
    }

    [Fact]
    public void To_an_actor_that_has_not_said_that_it_takes_several_everything_is_said_singly()
    {
        Announce(A);
        Execute(pinned: A);
        Grant(Asked());
        End(Performed(), OutcomeClass.Success, started: true);
        Assert.Equal(1, Reported().Number);

        var requests = AtOnce(3);

        Assert.Equal(requests.Select(r => r.Ticket), Enumerable.Range(0, 3).Select(_ => Asked(Endpoint).CallId.Sequence));
    }

    [Fact]
    public void To_an_actor_in_the_place_of_the_one_that_said_so_everything_is_said_singly()
    {
        Announce(A);
        Ended(mayWait: false);
        Reported();
        var fresh = CreateTestProbe();
        Router.Tell(new HoldingsRequest(A, 99, new Dictionary<RouterId, long>()), fresh);
        fresh.FishForMessage(m => m is Holdings);

        var requests = AtOnce(2);

        Assert.Equal(requests.Select(r => r.Ticket), Enumerable.Range(0, 2).Select(_ => Asked(fresh).CallId.Sequence));
    }

    [Fact]
    public void However_much_there_is_to_say_a_message_stays_below_a_frame()
    {
        Announce(A);
        Ended(mayWait: false);
        Reported();

        AtOnce(GatheredMessages.Most + 10);

        var first = Next<ReportsAndQuestions>(Endpoint);
        Assert.Equal(GatheredMessages.Most, first.Questions.Count);
        var longest = new Acquire(
            EndpointId.Parse(new string('e', EndpointId.MaxLength)), first.Questions[0].CallId, RequestId.Parse(new string('r', RequestId.MaxLength)),
            PriorityClass.Low, long.MaxValue, long.MaxValue, IsRetry: true, LastResort: true, IsPinned: true);
        var whole = new ReportsAndQuestions(longest.EndpointId, [], [.. Enumerable.Repeat(longest, GatheredMessages.Most)]);
        Assert.InRange(Mappings.ByType[whole.GetType()].Write(whole).Length, 1, 200_000);
    }

    /// <summary>Requests that are in the router's mailbox together.</summary>
    private IReadOnlyList<FakeRequest> AtOnce(int count) =>
        Together(() => Enumerable.Range(0, count).Select(_ => Execute(pinned: A)).ToList());

    private T Together<T>(Func<T> messages)
    {
        ((IInternalActorRef)Router).Suspend();
        var result = messages();
        ((IInternalActorRef)Router).Resume(null);
        return result;
    }

    private CallId Ended(bool mayWait, OutcomeClass outcome = OutcomeClass.Success)
    {
        Execute(pinned: A);
        Settle();
        var ask = Received(Region).Concat(Received(Endpoint)).OfType<Acquire>().Last();
        Router.Tell(GrantOf(ask) with { ReportMayWait = mayWait, TakesSeveral = true }, Endpoint);
        End(Performed(), outcome, started: true);
        return ask.CallId;
    }
}
