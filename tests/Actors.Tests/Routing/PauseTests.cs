using MultiplexCluster.Actors.Routing;

namespace MultiplexCluster.Actors.Tests.Routing;

/// <summary>Pauses that reach further than one call: of a model, and of all that share what met its limit.</summary>
public sealed class PauseTests : RouterSpec
{
    private static readonly EndpointSettings Grouped = Settings with { QuotaGroup = "g" };

    [Fact]
    public void A_question_says_the_model_and_how_long_the_body_is()
    {
        Announce(A);
        Execute(model: "m");
        Assert.Equal("m", Asked().Model);

        Execute(model: new string('m', 257));
        Assert.Null(Asked().Model);
    }

    [Fact]
    public void A_request_whose_model_is_paused_goes_where_it_is_not()
    {
        Announce(A);
        Announce(B);
        Execute(model: "m");
        var ask = Asked();

        RejectModel(ask, 5_000);

        Assert.NotEqual(ask.EndpointId, AskedAnywhere().EndpointId);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void With_nowhere_else_to_go_it_comes_back_when_the_pause_ends_with_what_it_has_waited(bool pinned)
    {
        Announce(A);
        var request = Execute(pinned: pinned ? A : null, model: "m", waitLimit: TimeSpan.FromSeconds(10));
        RejectModel(Asked(), 5_000);
        PassMs(4_900);
        Assert.DoesNotContain(Received(Endpoint), m => m is Acquire);
        Unanswered(request);

        PassMs(100);

        var again = AskedAnywhere();
        Assert.Equal((A, 5_000), (again.EndpointId, again.WaitedMs));
        Grant(again);
        End(Performed(), OutcomeClass.Success, started: true);
        Assert.Equal(FinalAnswerKind.Delivered, Answer(request).Kind);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_pause_beyond_its_deadline_is_answered_at_once_with_the_moment_to_come_back(bool pinned)
    {
        Announce(A);
        var request = Execute(pinned: pinned ? A : null, model: "m", waitLimit: TimeSpan.FromSeconds(4));

        RejectModel(Asked(), 5_000);

        var error = Answer(request).Error!;
        Assert.Equal((ServiceErrorCode.AllEndpointsCoolingDown, TimeSpan.FromSeconds(5)), (error.Code, error.RetryAfter));
    }

    [Fact]
    public void A_caller_who_leaves_meanwhile_is_counted_and_asked_for_no_more()
    {
        Announce(A);
        var request = Execute(model: "m");
        RejectModel(Asked(), 5_000);

        Router.Tell(new CallerLeft(request.Ticket));

        Assert.Equal(FinalAnswerKind.Delivered, Answer(request).Kind);
        Assert.Equal(RequestOutcome.Cancelled, Reported().Request);
        PassMs(6_000);
        Assert.DoesNotContain(Received(Endpoint), m => m is Acquire);
    }

    [Fact]
    public void What_an_answers_head_says_of_a_limit_goes_to_its_endpoint_with_the_model()
    {
        Announce(A);
        Execute(model: "m");
        Grant(Asked());
        var permit = Performed();

        Router.Tell(new LimitHeaders(A, permit.CallId, TimeSpan.FromSeconds(9), PauseScope.Model));

        Assert.Equal(new LimitReached(A, permit.CallId, 9_000, PauseScope.Model, "m"), Next<LimitReached>(Endpoint));
    }

    [Fact]
    public void A_report_names_the_model_only_where_the_limit_is_the_models()
    {
        Announce(A);
        Execute(model: "m");
        Grant(Asked());
        var permit = Performed();

        Router.Tell(new AttemptEnded(A, permit.CallId, new AttemptResult { Outcome = OutcomeClass.RateLimited, Scope = PauseScope.Model }), Worker);

        Assert.Equal((PauseScope.Model, "m"), Reported() is var report ? (report.Scope!.Value, report.Model) : default);
    }

    [Fact]
    public void Nobody_is_sent_to_endpoints_of_an_account_that_pauses_and_those_that_wait_there_go_elsewhere()
    {
        Announce(A, Grouped);
        Execute();
        var waiting = Asked();
        Queue(waiting);
        Announce(B, Settings with { QuotaGroup = "h" });

        Router.Tell(new ScopePaused(ProviderKind.OpenAi, null, "g", null, 60_000, OutcomeClass.RateLimited, EndpointId.Parse("c")));

        Assert.Equal((B, waiting.CallId.Sequence), AskedAnywhere() is var moved ? (moved.EndpointId, moved.CallId.Sequence) : default);
        Execute();
        Assert.Equal(B, AskedAnywhere().EndpointId);
    }

    [Fact]
    public void When_a_whole_provider_pauses_its_requests_keep_their_places()
    {
        Announce(A);
        Announce(B);
        Execute();
        var waiting = Asked();
        Queue(waiting);

        Router.Tell(new ScopePaused(ProviderKind.OpenAi, null, null, null, 60_000, OutcomeClass.ProviderOverloaded, A));

        Settle();
        Assert.DoesNotContain(Received(Endpoint), m => m is Withdraw);
    }

    // Defect: it slept on until the old moment although newcomers were served at once.
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Who_waits_out_a_model_asks_again_as_soon_as_an_operator_has_ended_the_pause(bool pinned)
    {
        Announce(A);
        Announce(B, Settings with { Pool = "p" });
        var request = Execute(pinned: pinned ? A : null, model: "m");
        RejectModel(Asked(), 60_000);
        Resume(B, 7);
        Resume(A, 0);
        Assert.DoesNotContain(Received(Endpoint), m => m is Acquire);

        Resume(A, 9);

        Grant(AskedAnywhere());
        End(Performed(), OutcomeClass.Success, started: true);
        Assert.Equal(FinalAnswerKind.Delivered, Answer(request).Kind);
        Resume(A, 9);
        PassMs(61_000);
        Assert.DoesNotContain(Received(Endpoint), m => m is Acquire);
    }

    [Fact]
    public void One_whose_model_is_paused_again_goes_on_waiting_and_a_delay_before_a_retry_is_ended_by_no_announcement()
    {
        Announce(A);
        var request = Execute(model: "m");
        RejectModel(Asked(), 60_000);
        Resume(A, 9);
        RejectModel(AskedAnywhere(), 30_000);
        var failed = Execute();
        Grant(AskedAnywhere());
        End(Performed(), OutcomeClass.Failing, retryAfterMs: 40_000);

        Resume(A, 9);
        Settle();

        Assert.DoesNotContain(Received(Endpoint), m => m is Acquire);
        PassMs(30_000);
        Assert.Equal(request.Ticket, AskedAnywhere().CallId.Sequence);
        Unanswered(failed);
    }

    private void Resume(EndpointId id, long number)
    {
        Router.Tell(new DirectoryUpdate([new EndpointAnnouncement(id, 1, 100 + (++_resumed), id == B ? Settings with { Pool = "p" } : Settings, Free) { ModelsResumed = number }], []));
        Settle();
    }

    private long _resumed;

    private void RejectModel(Acquire ask, long retryAfterMs) => Router.Tell(
        new Rejected(ask.EndpointId, ask.CallId, RejectionReason.CoolingDown, retryAfterMs, "why", Free) { IsOfModel = true }, Endpoint);
}
