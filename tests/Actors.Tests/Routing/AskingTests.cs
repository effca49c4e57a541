using MultiplexCluster.Actors.Routing;

namespace MultiplexCluster.Actors.Tests.Routing;

public sealed class AskingTests : RouterSpec
{
    [Fact]
    public void A_granted_request_is_performed_delivered_and_reported_once()
    {
        Announce(A);
        var request = Execute();
        Grant(Asked());

        End(Performed(), OutcomeClass.Success, started: true);

        Assert.Equal((A, 1L, OutcomeClass.Success, RequestOutcome.Succeeded), Reported() is var r ? (r.EndpointId, r.Number, r.Attempt, r.Request) : default);
        Assert.Equal(FinalAnswer.Delivered(A, 1, 0), Answer(request));
    }

    [Fact]
    public void Without_an_endpoint_it_is_refused_at_once()
    {
        Assert.Equal(ServiceErrorCode.NoEndpointAvailable, Answer(Execute()).Error!.Code);
        Announce(A, Settings with { Models = ["claude-*"] });
        Assert.Equal(ServiceErrorCode.NoEndpointAvailable, Answer(Execute(model: "gpt-4o")).Error!.Code);
        Assert.Equal(ServiceErrorCode.InvalidRequest, Answer(Execute(pool: "other")).Error!.Code);
    }

    [Fact]
    public void A_pinned_request_asks_its_endpoint_even_when_the_directory_does_not_know_it()
    {
        var request = Execute(pinned: B);
        var ask = Asked();
        Assert.Equal((B, true), (ask.EndpointId, ask.IsPinned));

        Reject(ask, RejectionReason.NotFound);

        Assert.Equal(ServiceErrorCode.EndpointNotFound, Answer(request).Error!.Code);
        Assert.False(Endpoint.HasMessages, "nobody counts a request to nothing");
    }

    [Fact]
    public void A_pinned_request_goes_nowhere_else()
    {
        Announce(A);
        Announce(B);
        var request = Execute(pinned: A);

        Reject(Asked(), RejectionReason.QueueFull, retryAfterMs: 1_500);

        var answer = Answer(request);
        Assert.Equal((ServiceErrorCode.QueueFull, TimeSpan.FromMilliseconds(1_500)), (answer.Error!.Code, answer.Error.RetryAfter!.Value));
        Assert.Equal(RequestOutcome.Rejected, Reported().Request);
    }

    [Fact]
    public void A_pinned_endpoint_of_another_provider_is_the_callers_mistake()
    {
        Announce(A, Settings with { Provider = ProviderKind.Groq });
        Assert.Equal(ServiceErrorCode.InvalidRequest, Answer(Execute(pinned: A)).Error!.Code);

        var request = Execute(pinned: B);
        var ask = Asked();
        Grant(ask, provider: ProviderKind.Gemini);

        Assert.Equal(ServiceErrorCode.InvalidRequest, Answer(request).Error!.Code);
        Assert.Equal(ask.CallId, Next<Withdraw>(Endpoint).CallId);
    }

    [Fact]
    public void An_unpinned_request_asks_elsewhere_when_it_is_refused_and_the_earliest_moment_is_its_retry_after()
    {
        Announce(A);
        Announce(B);
        var request = Execute();
        var first = Asked();
        Reject(first, RejectionReason.CoolingDown, retryAfterMs: 9_000);
        var second = Asked();
        Assert.NotEqual(first.EndpointId, second.EndpointId);

        Reject(second, RejectionReason.CoolingDown, retryAfterMs: 4_000);

        var error = Answer(request).Error!;
        Assert.Equal((ServiceErrorCode.AllEndpointsCoolingDown, TimeSpan.FromSeconds(4)), (error.Code, error.RetryAfter!.Value));
    }

    [Fact]
    public void A_question_without_an_answer_is_repeated_by_the_region_with_the_same_call_id()
    {
        Announce(A);
        Execute();
        Grant(Asked());
        Performed();
        Execute();
        var straight = Asked(Endpoint);

        PassMs(400);

        Assert.Equal(straight.CallId, Asked().CallId);
    }

    [Fact]
    public void A_repeated_question_asks_for_the_time_that_is_left()
    {
        Announce(A);
        Execute(waitLimit: TimeSpan.FromSeconds(10));
        var first = Asked();
        Queue(first, 10_000);
        PassMs(4_000);

        Router.Tell(new Moved(A, first.CallId), Endpoint);

        var again = Asked();
        Assert.Equal((first.CallId, 6_000, 4_000), (again.CallId, again.WaitLimitMs, again.WaitedMs));
    }

    [Fact]
    public void A_request_whose_endpoint_never_answers_ends_at_its_deadline()
    {
        var request = Execute(pinned: A, waitLimit: TimeSpan.FromSeconds(5));
        Asked();

        PassMs(4_900);
        Unanswered(request);
        PassMs(200);

        Assert.Equal(ServiceErrorCode.QueueTimeout, Answer(request).Error!.Code);
    }

    [Fact]
    public void A_waiter_is_answered_at_its_deadline_and_taken_back()
    {
        Announce(A);
        var request = Execute();
        var ask = Asked();
        Queue(ask, 2_000);

        PassMs(1_900);
        Unanswered(request);
        PassMs(200);

        Assert.Equal(ServiceErrorCode.QueueTimeout, Answer(request).Error!.Code);
        Assert.Equal(ask.CallId, Next<Withdraw>(Endpoint).CallId);
        Assert.Equal(RequestOutcome.Rejected, Reported().Request);
    }

    [Fact]
    public void A_withdrawal_is_repeated_by_the_region_until_it_is_acknowledged()
    {
        Announce(A);
        var request = Execute();
        var ask = Asked();
        Queue(ask);
        Router.Tell(new CallerLeft(request.Ticket));
        Next<Withdraw>(Endpoint);

        PassMs(900);
        Assert.True(Received(Region).Count(m => m is Withdraw w && w.CallId == ask.CallId) >= 2);
        Router.Tell(new Withdrawn(A, ask.CallId, Free), Endpoint);
        Settle();
        PassMs(2_000);

        Assert.DoesNotContain(Received(Region), m => m is Withdraw);
    }

    [Fact]
    public void A_permit_or_place_that_comes_after_its_request_has_gone_is_given_back()
    {
        Announce(A);
        var request = Execute();
        var ask = Asked();
        Router.Tell(new CallerLeft(request.Ticket));
        Assert.Equal(ask.CallId, Next<Withdraw>(Region).CallId);
        Router.Tell(new Withdrawn(A, ask.CallId, Free), Endpoint);

        Grant(ask);
        Assert.Equal(ask.CallId, Next<Withdraw>(Endpoint).CallId);
        Router.Tell(new Withdrawn(A, ask.CallId, Free), Endpoint);
        Queue(ask);

        Assert.Equal(ask.CallId, Next<Withdraw>(Endpoint).CallId);
        Assert.False(Worker.HasMessages);
    }

    [Fact]
    public void A_second_permit_for_an_attempt_that_has_ended_is_given_back_although_its_request_backs_off()
    {
        Announce(A);
        var request = Execute(pinned: A);
        var ask = Asked();
        Grant(ask);
        End(Performed(), OutcomeClass.Failing);
        Reported();

        Grant(ask);

        Assert.Equal(ask.CallId, Next<Withdraw>(Endpoint).CallId);
        Unanswered(request);
    }
}
