using MultiplexCluster.Actors.Routing;

namespace MultiplexCluster.Actors.Tests.Routing;

public sealed class AttemptTests : RouterSpec
{
    [Fact]
    public void Moving_to_an_endpoint_it_has_not_tried_costs_no_retry()
    {
        Announce(A, Settings with { MaxRetries = 0 });
        Announce(B, Settings with { MaxRetries = 0 });
        var request = Execute();
        var first = Asked();
        Grant(first, settings: new SettingsPatch { MaxRetries = Change.To(0) });
        End(Performed(), OutcomeClass.Failing);
        Assert.Null(Reported().Request);

        var second = Asked();
        Assert.NotEqual(first.EndpointId, second.EndpointId);
        Assert.False(second.IsRetry);
        Grant(second, settings: new SettingsPatch { MaxRetries = Change.To(0) });
        End(Performed(), OutcomeClass.Failing, held: true);

        Assert.Equal(FinalAnswer.PassOn(second.EndpointId, 2, 0, retriesExhausted: true), Answer(request));
        Assert.Equal(RequestOutcome.Failed, Reported().Request);
    }

    [Fact]
    public void The_same_endpoint_is_tried_again_as_often_as_its_retries_allow_and_backs_off_longer_each_time()
    {
        Announce(A);
        var request = Execute();
        foreach (var delay in new[] { 1_000, 2_000 })
        {
            Grant(AskedAnywhere());
            End(Performed(), OutcomeClass.Failing);
            Settle();
            PassMs(delay - 1);
            Assert.DoesNotContain(Received(Endpoint), m => m is Acquire);
            PassMs((delay / 10) + 2);
        }

        var last = Asked(Endpoint);
        Assert.True(last.IsRetry);
        Grant(last);
        End(Performed(), OutcomeClass.Failing, held: true);

        Assert.Equal((FinalAnswerKind.PassOnExhausted, 3), Answer(request) is var answer ? (answer.Kind, answer.Attempts) : default);
    }

    [Fact]
    public void Two_endpoints_that_both_fail_are_not_hammered_in_turn_without_a_delay()
    {
        Announce(A);
        Announce(B);
        Execute();
        Grant(AskedAnywhere());
        End(Performed(), OutcomeClass.Failing);
        Grant(AskedAnywhere());
        End(Performed(), OutcomeClass.Failing);
        Settle();

        PassMs(900);
        Assert.DoesNotContain(Received(Endpoint).Concat(Received(Region)), m => m is Acquire);
        PassMs(300);

        Assert.True(AskedAnywhere().IsRetry);
    }

    [Fact]
    public void A_rate_limited_request_asks_again_at_once_and_the_endpoint_says_when()
    {
        Announce(A);
        Execute();
        Grant(Asked());
        End(Performed(), OutcomeClass.RateLimited, held: true, retryAfterMs: 700);

        var report = Reported();
        Assert.Equal((OutcomeClass.RateLimited, null, 700), (report.Attempt, report.Request, report.RetryAfterMs));
        Assert.True(Asked(Endpoint).IsRetry);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_lost_permit_is_replaced_at_once_without_a_backoff(bool pinned)
    {
        Announce(A);
        Execute(pinned: pinned ? A : null);
        Grant(Asked());
        End(Performed(), OutcomeClass.PermitLost);

        Assert.Equal((OutcomeClass.PermitLost, null), Reported() is var r ? (r.Attempt, r.Request) : default);
        Assert.True(Asked(Endpoint).IsRetry);
    }

    [Fact]
    public void A_lost_permit_sends_the_request_elsewhere_where_there_is_an_elsewhere()
    {
        Announce(A);
        Announce(B);
        Execute();
        var first = Asked();
        Grant(first);
        End(Performed(), OutcomeClass.PermitLost);

        Assert.NotEqual(first.EndpointId, AskedAnywhere().EndpointId);
    }

    [Fact]
    public void A_call_that_must_not_be_repeated_is_not_repeated_for_a_lost_permit()
    {
        Announce(A);
        Announce(B);
        var request = Execute(createsPaidObject: true);
        Grant(Asked());
        End(Performed(), OutcomeClass.PermitLost);

        Assert.Equal((FinalAnswerKind.Refused, ServiceErrorCode.UpstreamError), Answer(request) is var a ? (a.Kind, a.Error!.Code) : default);
        Assert.Equal((OutcomeClass.PermitLost, RequestOutcome.Failed), Reported() is var r ? (r.Attempt!.Value, r.Request!.Value) : default);
    }

    [Theory]
    [InlineData(OutcomeClass.KeyRefused)]
    [InlineData(OutcomeClass.NotWithThisKey)]
    public void A_key_that_will_not_do_sends_it_elsewhere_and_never_back(OutcomeClass outcome)
    {
        Announce(A);
        Announce(B);
        var request = Execute();
        Grant(Asked());
        End(Performed(), outcome, held: true);
        Grant(AskedAnywhere());
        End(Performed(), outcome, held: true);

        Assert.Equal(FinalAnswerKind.PassOn, Answer(request).Kind);
    }

    [Theory]
    [InlineData(OutcomeClass.CallerFault)]
    [InlineData(OutcomeClass.KeyRefused)]
    [InlineData(OutcomeClass.OutOfQuota)]
    [InlineData(OutcomeClass.NotWithThisKey)]
    public void A_pinned_request_gets_the_providers_answer(OutcomeClass outcome)
    {
        Announce(A);
        var request = Execute(pinned: A);
        Grant(Asked());

        End(Performed(), outcome, held: true);

        Assert.Equal(FinalAnswer.PassOn(A, 1, 0, retriesExhausted: false), Answer(request));
        Assert.Equal((outcome, RequestOutcome.Failed), Reported() is var r ? (r.Attempt!.Value, r.Request!.Value) : default);
    }

    [Theory]
    [InlineData(false, FinalAnswerKind.PassOn)]
    [InlineData(true, null)]
    public void What_is_paid_for_is_sent_again_only_when_it_surely_was_not_executed(bool surelyNot, FinalAnswerKind? kind)
    {
        Announce(A);
        var request = Execute(createsPaidObject: true);
        Grant(Asked());

        End(Performed(), OutcomeClass.Failing, held: true, surelyNot: surelyNot);

        Settle();
        Assert.Equal(kind, request.Answers.Select(a => (FinalAnswerKind?)a.Kind).SingleOrDefault());
    }

    [Fact]
    public void Nothing_is_tried_again_once_the_answer_has_begun()
    {
        Announce(A);
        Announce(B);
        var request = Execute();
        Grant(Asked());

        End(Performed(), OutcomeClass.BrokenStream, started: true);

        Assert.Equal(FinalAnswerKind.Delivered, Answer(request).Kind);
        Assert.Equal(RequestOutcome.Failed, Reported().Request);
    }

    [Fact]
    public void A_probes_headers_reach_its_endpoint()
    {
        Announce(A);
        Execute();
        var ask = Asked();
        Grant(ask, isProbe: true);
        Performed();

        Router.Tell(new ProbeHeaders(A, ask.CallId, OutcomeClass.Success), Worker);

        Assert.Equal(new ProbeVerdict(A, ask.CallId, OutcomeClass.Success), Next<ProbeVerdict>(Endpoint));
    }

    [Fact]
    public void A_caller_who_leaves_while_it_asks_waits_or_backs_off_is_counted_as_cancelled_once()
    {
        Announce(A);
        var (asking, waiting, backingOff) = (Execute(pinned: A), Execute(pinned: A), Execute(pinned: A));
        Asked();
        Queue(Asked());
        Grant(Asked());
        End(Performed(), OutcomeClass.Failing);
        Assert.Null(Reported().Request);

        foreach (var request in new[] { asking, waiting, backingOff })
        {
            Router.Tell(new CallerLeft(request.Ticket));
            Router.Tell(new CallerLeft(request.Ticket));
            Assert.Equal(FinalAnswerKind.Delivered, Answer(request).Kind);
            Assert.Equal(RequestOutcome.Cancelled, Reported().Request);
        }
    }

    [Fact]
    public void A_caller_who_leaves_during_the_call_gets_its_end()
    {
        Announce(A);
        var request = Execute();
        Grant(Asked());
        var permit = Performed();
        Router.Tell(new CallerLeft(request.Ticket));
        Unanswered(request);

        End(permit, OutcomeClass.Cancelled);

        Assert.Equal(FinalAnswerKind.Delivered, Answer(request).Kind);
        Assert.Equal(RequestOutcome.Cancelled, Reported().Request);
    }

    [Fact]
    public void A_caller_who_leaves_while_a_rate_limit_is_on_its_way_causes_no_further_attempt()
    {
        Announce(A);
        Announce(B);
        var request = Execute();
        Grant(Asked());
        var permit = Performed();

        Router.Tell(new CallerLeft(request.Ticket));
        End(permit, OutcomeClass.RateLimited, held: true);

        Assert.Equal(FinalAnswerKind.Delivered, Answer(request).Kind);
        Assert.Equal((OutcomeClass.RateLimited, RequestOutcome.Cancelled), Reported() is var r ? (r.Attempt!.Value, r.Request!.Value) : default);
        Assert.False(Region.HasMessages);
    }

    [Fact]
    public void A_request_that_was_tried_is_counted_although_no_endpoint_is_left_when_it_may_try_again()
    {
        Announce(A);
        var request = Execute();
        Grant(Asked());
        End(Performed(), OutcomeClass.Failing);
        Assert.Null(Reported().Request);
        Announce(A, Settings with { Enabled = false });

        PassMs(1_200);

        Assert.Equal(ServiceErrorCode.NoEndpointAvailable, Answer(request).Error!.Code);
        Assert.Equal(RequestOutcome.Rejected, Reported().Request);
    }
}
