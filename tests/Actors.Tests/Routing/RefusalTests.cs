using MultiplexCluster.Actors.Routing;

namespace MultiplexCluster.Actors.Tests.Routing;

/// <summary>What a request does when endpoints refuse it, or don't exist.</summary>
public sealed class RefusalTests : RouterSpec
{
    private static readonly EndpointLoad Full = Free with { Running = 2, Waiting = 100 };

    [Fact]
    public void It_goes_on_while_a_candidate_is_left_that_may_admit_it()
    {
        var ids = Enumerable.Range(0, 8).Select(i => EndpointId.Parse($"e{i}")).ToList();
        ids.ForEach(id => Announce(id));
        var request = Execute();
        for (var i = 0; i < ids.Count - 1; i++)
        {
            Reject(AskedAnywhere());
        }

        Grant(AskedAnywhere());

        Performed();
        Unanswered(request);
    }

    [Fact]
    public void It_does_not_ask_all_that_are_known_to_be_full()
    {
        var ids = Enumerable.Range(0, 50).Select(i => EndpointId.Parse($"e{i}")).ToList();
        ids.ForEach(id => Announce(id, load: Full));
        var request = Execute();
        for (var i = 0; i < 4; i++)
        {
            Reject(AskedAnywhere(), retryAfterMs: 1_000);
        }

        Assert.Equal(ServiceErrorCode.QueueFull, Answer(request).Error!.Code);
    }

    [Fact]
    public void What_it_knew_to_be_full_is_asked_again_when_that_is_long_ago()
    {
        var ids = Enumerable.Range(0, 6).Select(i => EndpointId.Parse($"e{i}")).ToList();
        ids.ForEach(id => Announce(id, load: Full));
        PassMs(200);
        Execute();
        for (var i = 0; i < 5; i++)
        {
            Reject(AskedAnywhere());
        }

        Grant(AskedAnywhere());

        Performed();
    }

    [Theory]
    [InlineData(OutcomeClass.KeyRefused)]
    [InlineData(OutcomeClass.OutOfQuota)]
    [InlineData(OutcomeClass.RateLimited)]
    public void One_that_refused_before_a_call_elsewhere_may_be_asked_after_it(OutcomeClass outcome)
    {
        Announce(A);
        Announce(B, Settings with { MaxRetries = 0 });
        var request = Execute();
        var first = AskedAnywhere();
        Reject(first);
        Grant(AskedAnywhere(), settings: new SettingsPatch { MaxRetries = Change.To(0) });
        Announce(first.EndpointId);

        End(Performed(), outcome, held: true);

        Assert.Equal(first.EndpointId, AskedAnywhere().EndpointId);
        Unanswered(request);
    }

    [Fact]
    public void Of_several_refusals_the_one_that_passes_soonest_is_the_answer()
    {
        Announce(A);
        Announce(B);
        var request = Execute();
        Reject(AskedAnywhere(), RejectionReason.QueueFull, retryAfterMs: 500);

        Reject(AskedAnywhere(), RejectionReason.Quarantined);

        Assert.Equal(ServiceErrorCode.QueueFull, Answer(request).Error!.Code);
    }

    [Fact]
    public void One_that_was_deleted_is_not_the_answer_of_a_request_that_did_not_name_it()
    {
        Announce(A);
        var request = Execute();

        Reject(Asked(), RejectionReason.NotFound);

        Assert.Equal(ServiceErrorCode.NoEndpointAvailable, Answer(request).Error!.Code);
    }

    // Defect: the answer said only that nobody serves the request.
    [Fact]
    public void Where_nobody_serves_it_the_answer_says_why_of_each()
    {
        Announce(A, load: Free with { State = EndpointState.Disabled });
        Announce(B, load: Free with { State = EndpointState.Quarantined, RemainingMs = 60_000 });
        var error = Answer(Execute(model: "m")).Error!;

        Assert.Equal(ServiceErrorCode.NoEndpointAvailable, error.Code);
        Assert.StartsWith("no openai endpoint serves this request for model 'm' at the moment: a (disabled), b (quarantined until ", error.Message, StringComparison.Ordinal);
        Assert.Equal(TimeSpan.FromMinutes(1), error.RetryAfter);
    }

    [Fact]
    public void One_that_refuses_for_good_is_named_with_the_others()
    {
        Announce(A, load: Free with { State = EndpointState.Disabled });
        Announce(B);
        var request = Execute();

        Reject(Asked(), RejectionReason.NotFound);

        Assert.EndsWith(": a (disabled), b (deleted)", Answer(request).Error!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_empty_pool_is_told_as_such() =>
        Assert.EndsWith(
            "no openai endpoint in pool 'p' serves this request: there is none in that pool",
            Answer(Execute(pool: "p")).Error!.Message,
            StringComparison.Ordinal);

    [Fact]
    public void A_request_that_leaves_after_one_endpoint_was_not_found_is_counted_where_it_waits()
    {
        Announce(A);
        Announce(B);
        var request = Execute();
        Reject(AskedAnywhere(), RejectionReason.NotFound);
        var second = AskedAnywhere();
        Queue(second);

        Router.Tell(new CallerLeft(request.Ticket));

        Assert.Equal((second.EndpointId, RequestOutcome.Cancelled), Reported() is var r ? (r.EndpointId, r.Request!.Value) : default);
    }

    [Fact]
    public void One_that_was_tried_is_counted_there_when_the_endpoint_it_asks_next_does_not_exist()
    {
        Announce(A, Settings with { MaxRetries = 0 });
        Announce(B);
        var request = Execute();
        var first = AskedAnywhere();
        Grant(first, settings: new SettingsPatch { MaxRetries = Change.To(0) });
        Announce(first.EndpointId, Settings with { MaxRetries = 0 });
        End(Performed(), OutcomeClass.Failing);
        Assert.Null(Reported().Request);

        Reject(AskedAnywhere(), RejectionReason.NotFound);

        Assert.Equal(ServiceErrorCode.NoEndpointAvailable, Answer(request).Error!.Code);
        Assert.Equal((first.EndpointId, RequestOutcome.Rejected), Reported() is var r ? (r.EndpointId, r.Request!.Value) : default);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Names_that_stand_for_no_endpoint_leave_nothing_behind(bool callerLeaves)
    {
        for (var i = 0; i < 100; i++)
        {
            var request = Execute(pinned: EndpointId.Parse($"nobody-{i}"));
            var ask = Asked();
            if (callerLeaves)
            {
                Router.Tell(new CallerLeft(request.Ticket));
            }

            Reject(ask, RejectionReason.NotFound);
            Router.Tell(new Withdrawn(ask.EndpointId, ask.CallId, Free), Endpoint);
        }

        Settle();
        Assert.Equal([BarrierId], Field<System.Collections.IDictionary>("_links").Keys.Cast<EndpointId>());
    }

    [Fact]
    public void An_endpoint_made_under_a_name_that_stood_for_none_is_reported_to_without_a_gap()
    {
        var name = EndpointId.Parse("later");
        Execute(pinned: name);
        var early = Asked();
        Execute(pinned: name);
        Reject(Asked(), RejectionReason.NotFound);

        Grant(early);
        End(Performed(), OutcomeClass.Success, started: true);
        Assert.Equal(1, Reported().Number);
        Execute(pinned: name);
        Grant(Asked(Endpoint));
        End(Performed(), OutcomeClass.Success, started: true);

        Assert.Equal(2, Reported().Number);
    }
}
