using MultiplexCluster.Actors.Endpoints;

namespace MultiplexCluster.Actors.Tests.Endpoints;

/// <summary>What a router of another node says in one message.</summary>
public sealed class SeveralTests : EndpointSpec
{
    [Fact]
    public void The_report_of_a_distant_routers_call_may_wait_while_most_slots_are_free()
    {
        Create(Settings with { MaxConcurrentRequests = 4 });
        var distant = new DistantRouter(Sys, Router);

        Assert.Equal([true, true, true, false], Enumerable.Range(0, 4).Select(_ => GrantedTo(distant).ReportMayWait));
        Assert.True(Described().CurrentRequests == 4);
    }

    [Fact]
    public void A_router_on_the_same_node_is_told_to_say_everything_at_once()
    {
        Create(Settings with { MaxConcurrentRequests = 4 });

        var granted = GrantedTo(Router);

        Assert.Equal((false, false), (granted.ReportMayWait, granted.TakesSeveral));
    }

    [Fact]
    public void Permits_for_several_questions_go_back_in_one_message()
    {
        Create(Settings with { MaxConcurrentRequests = 3 });
        var questions = Enumerable.Range(0, 4).Select(_ => Question()).ToList();

        Tell([], questions);

        Assert.Equal(questions[3].CallId, Next<Queued>(Router).CallId);
        var granted = Next<GrantedSeveral>(Router);
        Assert.Equal(questions.Take(3).Select(q => q.CallId), granted.CallIds);
        Assert.Equal((3, 3), (granted.Load.Running, granted.Load.Yours));
    }

    [Fact]
    public void One_permit_goes_back_as_one_and_what_comes_later_alone()
    {
        Create(Settings with { MaxConcurrentRequests = 1 });
        var questions = new[] { Question(), Question() };

        Tell([], questions);
        Assert.Equal(questions[1].CallId, Next<Queued>(Router).CallId);
        Assert.Equal(questions[0].CallId, Turn().CallId);
        Ends(questions[0].CallId);

        Assert.Equal(questions[1].CallId, Turn().CallId);
    }

    [Fact]
    public void Reports_are_counted_first_and_their_slots_free_for_the_questions()
    {
        Create();
        var running = Granted();

        Tell([ReportOf(running)], [Question()]);

        Assert.Equal(1, Turn().Load.Running);
        Assert.Equal(1, Described().Stats.SuccessfulRequests);
    }

    [Fact]
    public void A_slot_that_a_report_returns_goes_to_one_that_waits()
    {
        Create();
        var running = Granted();
        var waiting = Queued();
        var question = Question();

        Tell([ReportOf(running)], [question]);

        // To the same router, so that it is gathered with what else there may be.
        Assert.Equal(question.CallId, Next<Queued>(Router).CallId);
        Assert.Equal(waiting, Turn().CallId);
        Ends(waiting);
        Assert.Equal(question.CallId, Turn().CallId);
    }

    [Fact]
    public void Reports_count_while_the_questions_they_came_with_are_held()
    {
        Create();
        var running = Granted();
        Crash();
        Started();
        var asked = AskedRouters();
        var question = Question();

        Tell([ReportOf(running)], [question]);
        Endpoint.Tell(new Holdings(Id, asked.Incarnation, RouterId, []), Router);
        WereAsked(0);

        Assert.Equal(question.CallId, Turn().CallId);
        Assert.Equal(1, Described().Stats.SuccessfulRequests);
    }

    [Fact]
    public void Where_there_is_no_endpoint_each_question_is_refused()
    {
        var questions = new[] { Question(), Question() };

        Tell([ReportOf(NewCall())], questions);

        Assert.Equal(questions.Select(q => q.CallId), new[] { Refusal().CallId, Refusal().CallId });
    }

    [Fact]
    public void A_withdrawal_right_behind_leaves_nothing_of_its_question()
    {
        Create(Settings with { MaxConcurrentRequests = 2 });
        var questions = new[] { Question(), Question(), Question() };
        Together(() =>
        {
            Tell([], questions);
            foreach (var question in questions)
            {
                Endpoint.Tell(new Withdraw(Id, question.CallId), Router);
            }
        });

        Settle();

        Assert.Equal((0, 0), (Described().CurrentRequests, Described().QueueLength));
    }

    [Fact]
    public void A_rate_limit_right_behind_closes_the_gate_after_the_permits_are_told()
    {
        Create(Settings with { MaxConcurrentRequests = 3 });
        var running = Granted();
        var questions = new[] { Question(), Question() };
        Together(() =>
        {
            Tell([], questions);
            Ends(running, OutcomeClass.RateLimited, retryAfterMs: 5_000);
        });

        Assert.Equal(2, Next<GrantedSeveral>(Router).CallIds.Count);
        Assert.Equal(EndpointState.CoolingDown, Described().Condition.State);
    }

    [Fact]
    public void Messages_of_several_routers_are_answered_in_one_each()
    {
        Create(Settings with { MaxConcurrentRequests = 10 });
        var other = CreateTestProbe();
        var theirs = new[] { Question(), Question() };
        Together(() =>
        {
            Tell([], [Question(), Question()]);
            Endpoint.Tell(new ReportsAndQuestions(Id, [], theirs), other);
        });

        Assert.Equal(2, Next<GrantedSeveral>(Router).CallIds.Count);
        Assert.Equal(theirs.Select(q => q.CallId), Next<GrantedSeveral>(other).CallIds);
    }

    [Fact]
    public void When_it_is_to_leave_next_the_questions_are_answered_before()
    {
        Create(Settings with { MaxConcurrentRequests = 1 });
        Checkpoint();
        var questions = new[] { Question(), Question() };
        Together(() =>
        {
            Tell([], questions);
            Endpoint.Tell(HandOff.Instance, Shard);
        });

        Assert.Equal(questions[1].CallId, Next<Queued>(Router).CallId);
        Assert.Equal(questions[0].CallId, Turn().CallId);
        Assert.Equal(questions[1].CallId, Next<Moved>(Router).CallId);
    }

    [Fact]
    public void A_probe_among_several_questions_is_told_alone()
    {
        Create(Settings with { MaxConcurrentRequests = 3 });
        Ends(Granted(), OutcomeClass.RateLimited, retryAfterMs: 1_000);
        PassMs(1_100);
        var questions = new[] { Question(), Question() };

        Tell([], questions);

        var probe = Turn();
        Assert.Equal((questions[0].CallId, true), (probe.CallId, probe.IsProbe));
        Assert.Equal(questions[1].CallId, Next<Queued>(Router).CallId);
    }

    private void Together(Action messages)
    {
        ((IInternalActorRef)Endpoint).Suspend();
        messages();
        ((IInternalActorRef)Endpoint).Resume(null);
    }

    // So that nothing is left to be stored when it leaves.
    private void Checkpoint()
    {
        Ends(Granted());
        Checkpointed();
    }

    private Granted GrantedTo(IActorRef router)
    {
        Endpoint.Tell(Question(), router);
        return Next<Granted>(Router);
    }

    private void Tell(IReadOnlyList<Report> reports, IReadOnlyList<Acquire> questions) =>
        Endpoint.Tell(new ReportsAndQuestions(Id, reports, questions), Router);

    private Acquire Question() =>
        new(Id, NewCall(), RequestId.Parse("r"), PriorityClass.Medium, null, 0, IsRetry: false, LastResort: false);
}
