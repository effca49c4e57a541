namespace MultiplexCluster.Actors.Tests.Endpoints;

/// <summary>What is said of an endpoint's own limits per minute, and of when a request fits.</summary>
public sealed class LimitReasonTests : EndpointSpec
{
    private static readonly EndpointSettings Wide = Settings with { MaxConcurrentRequests = 100, QueueTimeout = TimeSpan.FromMinutes(10) };

    // Defect: it waited until its time was up, and was told that a slot was near.
    [Fact]
    public void Who_finds_no_room_at_its_turn_and_may_not_wait_so_long_is_told_when_it_fits_and_holds_nobody_up()
    {
        Create(Wide with { TokensPerMinute = 1_000, MaxConcurrentRequests = 1 });
        var first = Asked(1_000); // 506
        Turn();
        PassMs(2_000);
        Endpoint.Tell(
            new Acquire(Id, NewCall(), RequestId.Parse("r"), PriorityClass.Medium, 30_000, 0, IsRetry: false, LastResort: false) { BodyBytes = 900 }, Router); // 481
        var big = Next<Queued>(Router).CallId;
        var small = Asked(4);
        Assert.Equal(small, Next<Queued>(Router).CallId);

        Used(first, 500, 100);

        var refused = Refusal();
        Assert.Equal((big, RejectionReason.CoolingDown), (refused.CallId, refused.Reason));
        Assert.InRange(refused.RetryAfterMs!.Value, 58_000, 61_500);
        Assert.Equal(small, Turn().CallId);
    }

    [Fact]
    public void A_refusal_for_tokens_says_what_is_used_and_needed_and_the_endpoint_tells_its_use()
    {
        Create(Wide with { TokensPerMinute = 1_000 });
        Used(Asked(1_000), 400, 200);
        Turn();
        Endpoint.Tell(
            new Acquire(Id, NewCall(), RequestId.Parse("r"), PriorityClass.Medium, 30_000, 0, IsRetry: false, LastResort: false) { BodyBytes = 2_000 }, Router);

        var refused = Refusal();

        Assert.Equal((RejectionReason.CoolingDown, EndpointState.Available, MinuteLimit.None), (refused.Reason, refused.Load.State, refused.Load.Limit));
        Assert.StartsWith("its tokens_per_minute have no room: 600 of 1000 used in the last 60 s, the request needs about ", refused.Detail, StringComparison.Ordinal);
        Assert.Equal("600 of 1000 tokens_per_minute used in the last 60 s", Described().Condition.Reason);
        Assert.Equal(EndpointState.Available, Described().Condition.State);
    }

    [Fact]
    public void The_load_says_which_limit_it_is_out_of()
    {
        Create(Wide with { RequestsPerMinute = 1 });
        Granted(isProbe: false);

        Assert.Equal((EndpointState.CoolingDown, MinuteLimit.Requests), Rejected(waitMs: 1_000).Load is var load ? (load.State, load.Limit) : default);
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
