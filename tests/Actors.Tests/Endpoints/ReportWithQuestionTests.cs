namespace MultiplexCluster.Actors.Tests.Endpoints;

public sealed class ReportWithQuestionTests : EndpointSpec
{
    [Fact]
    public void The_report_of_a_distant_routers_call_may_wait_while_most_slots_are_free()
    {
        Create(Settings with { MaxConcurrentRequests = 4 });
        var distant = new DistantRouter(Sys, Router);

        Assert.Equal([true, true, true, false], Enumerable.Range(0, 4).Select(_ => GrantedTo(distant).ReportMayWait));
    }

    [Fact]
    public void The_report_of_a_call_on_the_same_node_may_not_wait()
    {
        Create(Settings with { MaxConcurrentRequests = 4 });

        Assert.False(GrantedTo(Router).ReportMayWait);
    }

    [Fact]
    public void Reports_that_come_with_a_question_are_counted_and_their_slots_free_for_it()
    {
        Create();
        var running = Granted();

        Endpoint.Tell(QuestionWith(ReportOf(running)), Router);

        Assert.Equal(1, Next<Granted>(Router).Load.Running);
        Assert.Equal(1, Described().Stats.SuccessfulRequests);
    }

    [Fact]
    public void A_slot_that_a_questions_report_returns_goes_to_one_that_waits()
    {
        Create();
        var running = Granted();
        var waiting = Queued();

        var question = QuestionWith(ReportOf(running));
        Endpoint.Tell(question, Router);

        Assert.Equal(waiting, Turn().CallId);
        Assert.Equal(question.CallId, Next<Queued>(Router).CallId);
        Ends(waiting);
        Assert.Equal(question.CallId, Turn().CallId);
    }

    [Fact]
    public void A_question_that_waited_counts_the_reports_it_came_with_once()
    {
        Create(Settings with { MaxConcurrentRequests = 2 });
        var (first, second) = (Granted(), Granted());
        var third = QuestionWith(ReportOf(first));
        Endpoint.Tell(third, Router);
        Assert.Equal(third.CallId, Turn().CallId);

        var waiting = QuestionWith(ReportOf(NewCall(), attempt: null, RequestOutcome.Cancelled));
        Endpoint.Tell(waiting, Router);
        Assert.Equal(waiting.CallId, Next<Queued>(Router).CallId);
        Ends(second);
        Assert.Equal(waiting.CallId, Turn().CallId);

        var stats = Described().Stats;
        Assert.Equal((2L, 1L), (stats.SuccessfulRequests, stats.CancelledRequests));
    }

    [Fact]
    public void Reports_that_come_with_a_question_count_while_the_question_is_held()
    {
        Create();
        var running = Granted();
        Crash();
        Started();
        var asked = AskedRouters();

        var question = QuestionWith(ReportOf(running));
        Endpoint.Tell(question, Router);
        Assert.Equal(1, DescribedOnceAnswered(asked).SuccessfulRequests);
        Assert.Equal(question.CallId, Turn().CallId);
    }

    private EndpointStats DescribedOnceAnswered(HoldingsRequest request)
    {
        Endpoint.Tell(new Holdings(Id, request.Incarnation, RouterId, []), Router);
        WereAsked(0);
        return Described().Stats;
    }

    private Granted GrantedTo(IActorRef router)
    {
        Endpoint.Tell(QuestionWith(), router);
        return Next<Granted>(Router);
    }

    private Acquire QuestionWith(params Report[] reports) =>
        new(Id, NewCall(), RequestId.Parse("r"), PriorityClass.Medium, null, 0, IsRetry: false, LastResort: false) { Reports = reports };
}
