using MultiplexCluster.Actors.Routing;

namespace MultiplexCluster.Actors.Tests.Routing;

public sealed class ReportWithQuestionTests : RouterSpec
{
    [Fact]
    public void A_success_whose_report_may_wait_is_told_with_the_next_question()
    {
        Announce(A);
        var first = Ended(mayWait: true);
        var second = Ended(mayWait: true);
        Assert.Equal(first.Id, Assert.Single(second.With).CallId);
        Settle();

        Execute();

        Assert.Equal([2L], Asked(Endpoint).Reports.Select(r => r.Number));
    }

    [Fact]
    public void Without_a_further_question_it_is_told_alone_within_20_ms()
    {
        Announce(A);
        var call = Ended(mayWait: true);
        Settle();
        Assert.False(Endpoint.HasMessages);

        PassMs(20);

        Assert.Equal(call.Id, Reported().CallId);
    }

    [Theory]
    [InlineData(OutcomeClass.RateLimited)]
    [InlineData(OutcomeClass.Failing)]
    [InlineData(OutcomeClass.Cancelled)]
    public void What_is_no_success_is_told_at_once_and_after_what_waited(OutcomeClass outcome)
    {
        Announce(A);
        Ended(mayWait: true);
        Settle();
        Ended(mayWait: true, outcome);

        Assert.Equal(2, Reported().Number);
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

    private (CallId Id, IReadOnlyList<Report> With) Ended(bool mayWait, OutcomeClass outcome = OutcomeClass.Success)
    {
        Execute(pinned: A);
        Settle();
        var ask = Received(Region).Concat(Received(Endpoint)).OfType<Acquire>().Last();
        Router.Tell(GrantOf(ask) with { ReportMayWait = mayWait }, Endpoint);
        End(Performed(), outcome, started: true);
        return (ask.CallId, ask.Reports);
    }
}
