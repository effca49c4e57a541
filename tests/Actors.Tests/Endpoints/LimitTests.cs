using MultiplexCluster.Contracts.Durability;

namespace MultiplexCluster.Actors.Tests.Endpoints;

/// <summary>An endpoint's own limits per minute.</summary>
public sealed class LimitTests : EndpointSpec
{
    private static readonly EndpointSettings Wide = Settings with { MaxConcurrentRequests = 100, QueueTimeout = TimeSpan.FromMinutes(10) };

    [Fact]
    public void In_a_minute_no_more_calls_begin_than_allowed_however_many_ask_and_the_rest_begin_when_the_first_leave_the_window()
    {
        Create(Wide with { RequestsPerMinute = 30 });
        for (var i = 0; i < 100; i++)
        {
            Ask();
        }

        Settle();
        var first = Granted();
        Assert.Equal(30, first.Count);
        first.ForEach(call => Ends(call));
        PassMs(60_000);
        Assert.Empty(Granted());

        PassMs(250);
        var second = Granted();
        Assert.Equal(30, second.Count);
        second.ForEach(call => Ends(call));
        PassMs(60_250);

        Assert.Equal(30, Granted().Count);
    }

    [Fact]
    public void While_a_limit_is_used_up_the_endpoint_cools_down_and_says_which_and_until_when()
    {
        Create(Wide with { RequestsPerMinute = 2 });
        Ends(Granted(isProbe: false));
        PassMs(10_000);
        Ends(Granted(isProbe: false));

        var condition = Described().Condition;

        Assert.Equal((EndpointState.CoolingDown, TimeSpan.FromSeconds(50.25)), (condition.State, condition.Remaining));
        Assert.Contains("requests_per_minute", condition.Reason, StringComparison.Ordinal);
        var refused = Rejected(waitMs: 50_000);
        Assert.Equal((RejectionReason.CoolingDown, true), (refused.Reason, refused.RetryAfterMs is >= 50_250 and < 51_000));
        Assert.Contains("requests_per_minute", refused.Detail, StringComparison.Ordinal);
        PassMs(50_250);
        Assert.Equal(EndpointState.Available, Described().Condition.State);
        Granted(isProbe: false);
    }

    [Fact]
    public void Those_that_wait_longer_than_they_may_are_refused_when_the_limit_is_used_up()
    {
        Create(Wide with { RequestsPerMinute = 2, MaxConcurrentRequests = 1 });
        var a = Granted(isProbe: false);
        var (next, hurried, patient) = (Queued(), Queued(waitMs: 30_000), Queued());

        Ends(a);

        Assert.Equal(next, Turn().CallId);
        var refused = Refusal();
        Assert.Equal((hurried, RejectionReason.CoolingDown), (refused.CallId, refused.Reason));
        Ends(next);
        PassMs(60_250);
        Assert.Equal(patient, Turn().CallId);
    }

    [Fact]
    public void Routers_are_told_of_a_used_up_limit_once_a_second_at_most()
    {
        Create(Wide with { RequestsPerMinute = 60 });
        PassMs(2_000);
        Received(Reporter);
        for (var i = 0; i < 60; i++)
        {
            Ends(Granted(isProbe: false));
            PassMs(100);
        }

        // From here on each call that leaves the window lets one in.
        for (var i = 0; i < 600; i++)
        {
            Ask();
            PassMs(100);
        }

        var told = Received(Reporter).OfType<EndpointAnnouncement>().ToList();
        Assert.InRange(told.Count, 1, 66);
        Assert.All(told, a => Assert.True(a.Load.State is EndpointState.Available or EndpointState.CoolingDown));
    }

    [Fact]
    public void Tokens_are_reserved_at_the_grant_and_settled_with_what_the_call_used()
    {
        Create(Wide with { TokensPerMinute = 1_000 });
        var big = Asked(2_000); // 500 + 256
        Assert.Equal(big, Turn().CallId);
        var waiting = Asked(2_000);
        Assert.Equal(waiting, Next<Queued>(Router).CallId);

        Used(big, 100, 100);

        Assert.Equal(waiting, Turn().CallId);
    }

    [Fact]
    public void A_call_that_fails_or_leaves_without_usage_gives_its_tokens_back()
    {
        Create(Wide with { TokensPerMinute = 1_000 });
        var first = Asked(2_000);
        Turn();
        var second = Asked(2_000);
        Used(first, 0, 0, OutcomeClass.Cancelled, RequestOutcome.Cancelled);
        Assert.Equal(second, Turn().CallId);

        var third = Asked(2_000);
        Endpoint.Tell(new Withdraw(Id, second), Router);

        Assert.Equal(third, Turn().CallId);
    }

    [Fact]
    public void A_good_answer_that_tells_no_usage_keeps_what_was_reserved_and_a_failed_one_gives_it_back()
    {
        Create(Wide with { TokensPerMinute = 1_000 });
        var silent = Asked(2_000); // 756
        Turn();
        var waiting = Asked(2_000);
        Settle();
        Used(silent, 0, 0);
        Settle();
        Assert.DoesNotContain(Received(Router), m => m is Granted);
        PassMs(60_250);
        Assert.Equal(waiting, Turn().CallId);
        var next = Asked(2_000);

        Used(waiting, 0, 0, OutcomeClass.Failing, RequestOutcome.Failed);

        Assert.Equal(next, Turn().CallId);
    }

    [Fact]
    public void Who_is_too_big_for_what_is_left_waits_and_nobody_of_its_class_overtakes_it()
    {
        Create(Wide with { TokensPerMinute = 1_000 });
        var first = Asked(1_000); // 506
        Turn();
        var big = Asked(2_000); // 756
        var small = Asked(4); // 257
        Settle();
        Assert.Equal([big, small], Received(Router).OfType<Queued>().Select(q => q.CallId));
        Assert.Equal(EndpointState.CoolingDown, Described().Condition.State);
        Assert.Contains("tokens_per_minute", Described().Condition.Reason, StringComparison.Ordinal);

        Used(first, 400, 10);
        Settle();
        Assert.DoesNotContain(Received(Router), m => m is Granted);
        PassMs(60_250);

        Assert.Equal(big, Turn().CallId);
    }

    [Fact]
    public void One_who_leaves_holds_those_behind_up_no_longer()
    {
        Create(Wide with { TokensPerMinute = 1_000 });
        Asked(1_000);
        Turn();
        var big = Asked(2_000);
        var small = Asked(4);
        Settle();

        Endpoint.Tell(new Withdraw(Id, big), Router);

        Assert.Equal(small, Turn().CallId);
    }

    [Fact]
    public void One_that_alone_is_larger_than_the_limit_is_let_through_when_nothing_else_counts()
    {
        Create(Wide with { TokensPerMinute = 100 });
        var huge = Asked(1_000_000);
        Assert.Equal(huge, Turn().CallId);
        Used(huge, 250_000, 10);

        var next = Asked(4);
        Assert.Equal(next, Next<Queued>(Router).CallId);
        PassMs(60_250);

        Assert.Equal(next, Turn().CallId);
    }

    [Fact]
    public void A_restart_gives_nothing_more_in_the_same_minute()
    {
        Create(Wide with { RequestsPerMinute = 5, TokensPerMinute = 100_000 });
        var calls = Enumerable.Range(0, 5).Select(_ => Granted(isProbe: false)).ToList();
        calls.Take(4).ToList().ForEach(call => Ends(call));
        Checkpointed();
        Settle();
        Crash();

        Restart(calls[4]);

        Assert.Equal(EndpointState.CoolingDown, Described().Condition.State);
        Assert.Equal(RejectionReason.CoolingDown, Rejected(waitMs: 50_000).Reason);
        PassMs(61_500);
        Enumerable.Range(0, 5).ToList().ForEach(_ => Granted(isProbe: false));
        Assert.Equal(EndpointState.CoolingDown, Described().Condition.State);
    }

    [Fact]
    public void Calls_that_the_last_checkpoint_did_not_know_count_when_their_router_names_them()
    {
        Create(Wide with { RequestsPerMinute = 3 });
        PassMs(300);
        AwaitAssert(() => Assert.NotEmpty(Store.Saves));
        Settle();
        var go = new TaskCompletionSource();
        Store.SavesGo = go.Task;
        var calls = Enumerable.Range(0, 3).Select(_ => Granted(isProbe: false)).ToList();
        Crash();
        go.SetResult();
        Store.SavesGo = Task.CompletedTask;

        Restart([.. calls]);

        Assert.Equal(RejectionReason.CoolingDown, Rejected(waitMs: 50_000).Reason);
    }

    [Fact]
    public void A_limit_can_be_set_and_taken_away_while_calls_go_on()
    {
        Create(Wide);
        Granted(isProbe: false);
        Patch(new SettingsPatch { RequestsPerMinute = Change.To<int?>(1) });
        Granted(isProbe: false);
        var waiting = Queued();

        Patch(new SettingsPatch { RequestsPerMinute = Change.To<int?>(null) });

        Assert.Equal(waiting, Turn().CallId);
        Granted(isProbe: false);
    }

    [Fact]
    public void A_checkpoint_carries_what_was_used_and_none_where_there_is_no_limit()
    {
        Create(Wide with { RequestsPerMinute = 5 });
        Ends(Granted(isProbe: false));
        Checkpointed();

        var stored = (EndpointCheckpoint)Store.Saves[^1].Snapshot;

        Assert.Equal([1], stored.Limits!.Requests!.Seconds);
        Patch(new SettingsPatch { RequestsPerMinute = Change.To<int?>(null) });
        Ends(Granted(isProbe: false));
        Checkpointed();
        Assert.Null(((EndpointCheckpoint)Store.Saves[^1].Snapshot).Limits);
    }

    private List<CallId> Granted()
    {
        Settle();
        return [.. Received(Router).OfType<Granted>().Select(g => g.CallId)];
    }

    private CallId Asked(long bodyBytes)
    {
        var ask = new Acquire(Id, NewCall(), RequestId.Parse("r"), PriorityClass.Medium, null, 0, IsRetry: false, LastResort: false) { BodyBytes = bodyBytes };
        Endpoint.Tell(ask, Router);
        return ask.CallId;
    }

    private void Used(CallId call, long input, long output, OutcomeClass outcome = OutcomeClass.Success, RequestOutcome request = RequestOutcome.Succeeded) =>
        Endpoint.Tell(ReportOf(call, outcome, request) with { Usage = new TokenUsage(input, 0, output, input + output) }, Router);
}
