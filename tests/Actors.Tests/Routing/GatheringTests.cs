using MultiplexCluster.Actors.Routing;

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
    public void Before_the_node_leaves_it_is_told()
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
