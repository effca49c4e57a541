using MultiplexCluster.Actors.Routing;

namespace MultiplexCluster.Actors.Tests.Routing;

/// <summary>Requests that name an object of an account, or list one account's.</summary>
public sealed class AccountTests : RouterSpec
{
    private static readonly EndpointId C = EndpointId.Parse("c");

    [Fact]
    public void It_is_asked_of_the_maker_however_busy_that_is()
    {
        Announce(A);
        Announce(B, load: Free with { Running = 2, Waiting = 50 });

        Execute(affinity: B);

        Assert.Equal(B, Asked().EndpointId);
    }

    [Fact]
    public void Any_of_the_makers_quota_group_serves_it_in_whatever_pool()
    {
        Announce(A);
        Announce(B, Settings with { QuotaGroup = "g" }, Free with { Running = 2 });
        Announce(C, Settings with { QuotaGroup = "g", Pool = "p", Tier = PriorityClass.Low });

        Execute(affinity: B, priority: PriorityClass.Low);

        Assert.Equal(C, Asked().EndpointId);
    }

    [Fact]
    public void It_fails_over_within_the_account_and_no_further()
    {
        Announce(A);
        Announce(B, Settings with { QuotaGroup = "g" });
        Announce(C, Settings with { QuotaGroup = "g" });
        var request = Execute(affinity: B);
        var first = Asked();
        Grant(first);
        End(Performed(), OutcomeClass.KeyRefused, held: true);
        var second = AskedAnywhere();
        Assert.Equal([B, C], new[] { first.EndpointId, second.EndpointId }.Order(Comparer<EndpointId>.Create((x, y) => string.CompareOrdinal(x.Value, y.Value))));

        Grant(second);
        End(Performed(), OutcomeClass.KeyRefused, held: true);

        Assert.Equal(FinalAnswerKind.PassOn, Answer(request).Kind);
    }

    [Fact]
    public void Where_the_account_refuses_it_the_refusal_is_the_answer()
    {
        Announce(A);
        Announce(B);
        var request = Execute(affinity: B);

        Reject(Asked(), RejectionReason.QueueFull);

        Assert.Equal(ServiceErrorCode.QueueFull, Answer(request).Error!.Code);
    }

    [Fact]
    public void An_account_that_does_not_serve_is_told_as_such()
    {
        Announce(A);
        Announce(B, load: Free with { State = EndpointState.Disabled });

        Assert.Equal(
            "no openai endpoint of the account that holds what the request names (that of endpoint 'b') serves this request at the moment: b (disabled)",
            Answer(Execute(affinity: B)).Error!.Message);
    }

    [Fact]
    public void A_caller_who_names_a_pool_stays_in_it()
    {
        Announce(A, Settings with { Pool = "p" });
        Announce(B, Settings with { Pool = "q" });
        var error = Answer(Execute(affinity: B, pool: "p")).Error!;

        Assert.Equal(ServiceErrorCode.NoEndpointAvailable, error.Code);
        Assert.EndsWith("(that of endpoint 'b') serves this request: the account has none there", error.Message, StringComparison.Ordinal);
        Execute(affinity: B, pool: "q");
        Assert.Equal(B, Asked().EndpointId);
    }

    [Fact]
    public void A_pin_wins()
    {
        Announce(A);
        Announce(B);

        Execute(pinned: A, affinity: B);

        Assert.Equal(A, Asked().EndpointId);
    }

    [Fact]
    public void What_a_deleted_endpoint_made_is_looked_for_as_if_nothing_were_known()
    {
        Announce(A);

        Execute(affinity: B);

        Assert.Equal(A, Asked().EndpointId);
    }

    [Fact]
    public void An_object_that_one_account_lacks_is_asked_for_in_each_other_once()
    {
        Announce(A);
        Announce(B, Settings with { QuotaGroup = "g" });
        Announce(C, Settings with { QuotaGroup = "g" });
        var request = Execute(namesObject: true);
        Missing();
        var second = AskedAnywhere();
        Grant(second);

        End(Performed(), OutcomeClass.Success, started: true);

        Assert.Equal((FinalAnswerKind.Delivered, second.EndpointId), Answer(request) is var a ? (a.Kind, a.Endpoint) : default);
    }

    [Fact]
    public void What_no_account_has_is_answered_by_the_last_404()
    {
        Announce(A);
        Announce(B);
        var request = Execute(namesObject: true);
        Missing();
        Missing();

        Assert.Equal((FinalAnswerKind.PassOn, 2), Answer(request) is var a ? (a.Kind, a.Attempts) : default);
        Assert.Equal(OutcomeClass.NotWithThisKey, Reported().Attempt);
    }

    [Fact]
    public void At_most_eight_accounts_are_asked()
    {
        Enumerable.Range(0, 20).ToList().ForEach(i => Announce(EndpointId.Parse($"e{i}")));
        var request = Execute(namesObject: true);
        Enumerable.Range(0, 8).ToList().ForEach(_ => Missing());

        Assert.Equal((FinalAnswerKind.PassOn, 8), Answer(request) is var a ? (a.Kind, a.Attempts) : default);
    }

    [Fact]
    public void Nobody_waits_for_a_key_that_pauses_to_learn_that_it_lacks_the_object_too()
    {
        Announce(A);
        Announce(B, load: Free with { State = EndpointState.CoolingDown, RemainingMs = 60_000 });
        var request = Execute(namesObject: true);
        Missing();

        Assert.Equal((FinalAnswerKind.PassOn, 1), Answer(request) is var a ? (a.Kind, a.Attempts) : default);
    }

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public void A_404_of_the_account_that_must_have_it_is_the_answer(bool known, bool isPinned)
    {
        Announce(A);
        Announce(B);
        var request = Execute(pinned: isPinned ? A : null, affinity: known ? A : null, namesObject: true);
        Missing();

        Assert.Equal((FinalAnswerKind.PassOn, 1), Answer(request) is var a ? (a.Kind, a.Attempts) : default);
    }

    [Fact]
    public void A_404_of_a_call_that_names_no_object_is_the_answer()
    {
        Announce(A);
        Announce(B);
        var request = Execute();
        Missing();

        Assert.Equal(1, Answer(request).Attempts);
    }

    [Fact]
    public void Lists_ask_the_same_endpoint_every_time()
    {
        Announce(C);
        Announce(B, load: Free with { Running = 2 });
        for (var i = 0; i < 5; i++)
        {
            Execute(listsObjects: true);
            Assert.Equal(B, AskedAnywhere().EndpointId);
        }
    }

    private void Missing()
    {
        Grant(AskedAnywhere());
        var permit = Performed();
        Router.Tell(
            new AttemptEnded(permit.EndpointId, permit.CallId, new AttemptResult
            {
                Outcome = OutcomeClass.CallerFault,
                AnswerHeld = true,
                SurelyNotExecuted = true,
                ObjectIsMissing = true,
            }),
            Worker);
    }
}
