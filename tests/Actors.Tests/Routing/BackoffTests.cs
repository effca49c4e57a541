using MultiplexCluster.Actors.Routing;

namespace MultiplexCluster.Actors.Tests.Routing;

/// <summary>The delay a request waits out before it tries again.</summary>
public sealed class BackoffTests : RouterSpec
{
    [Fact]
    public void A_delay_that_would_outlast_the_deadline_is_not_waited_for()
    {
        Announce(A);
        var request = Execute(waitLimit: TimeSpan.FromMilliseconds(900));
        Grant(Asked());

        End(Performed(), OutcomeClass.Failing, held: true);

        Assert.Equal(FinalAnswerKind.PassOnExhausted, Answer(request).Kind);
        Assert.Equal((OutcomeClass.Failing, RequestOutcome.Failed), Reported() is var r ? (r.Attempt!.Value, r.Request!.Value) : default);
    }

    [Fact]
    public void The_endpoints_own_limit_counts_what_was_waited_before()
    {
        Announce(A, Settings with { QueueTimeout = TimeSpan.FromSeconds(2) });
        var request = Execute();
        Grant(Asked());
        End(Performed(), OutcomeClass.Failing, held: true);
        Unanswered(request);
        PassMs(1_200);
        Grant(Asked(Endpoint));

        End(Performed(), OutcomeClass.Failing, held: true);

        Assert.Equal((FinalAnswerKind.PassOnExhausted, 2), Answer(request) is var answer ? (answer.Kind, answer.Attempts) : default);
    }

    [Fact]
    public void No_more_back_off_from_an_endpoint_than_may_run_and_wait_there()
    {
        Announce(A, Settings with { QueueSize = 1, MaxConcurrentRequests = 1 });
        var requests = Enumerable.Range(0, 3).Select(_ => Failed()).ToList();

        Assert.Equal([0, 0, 1], requests.Select(r => r.Answers.Count));
        PassMs(1_200);
        Assert.Equal(2, Received(Endpoint).OfType<Acquire>().Count());

        Unanswered(Failed());
    }

    [Fact]
    public void Its_timer_goes_with_the_caller()
    {
        Announce(A);
        var request = Execute();
        var ask = Asked();
        Grant(ask);
        End(Performed(), OutcomeClass.Failing);
        Settle();
        Assert.True(Actor.Timers.IsTimerActive(ask.CallId));

        Router.Tell(new CallerLeft(request.Ticket));
        Answer(request);

        Assert.False(Actor.Timers.IsTimerActive(ask.CallId));
    }

    private FakeRequest Failed()
    {
        var request = Execute();
        Grant(AskedAnywhere());
        End(Performed(), OutcomeClass.Failing, held: true);
        Settle();
        return request;
    }
}
