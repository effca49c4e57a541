using MultiplexCluster.Contracts.Durability;

namespace MultiplexCluster.Actors.Tests.Endpoints;

/// <summary>Limits that are not the key's alone: its model's, its account's, its provider's, and what answers' headers say.</summary>
public sealed class SharedPauseTests : EndpointSpec
{
    private static readonly EndpointId Other = EndpointId.Parse("other");
    private static readonly EndpointSettings Grouped = Settings with { MaxConcurrentRequests = 10, QuotaGroup = "g" };

    [Fact]
    public void Nothing_left_of_the_keys_limit_pauses_it_until_the_reset_while_its_calls_run_on()
    {
        Create(Grouped);
        var (a, b) = (Granted(), Granted());

        Endpoint.Tell(new LimitReached(Id, a, 30_000, PauseScope.Key, null), Router);

        var condition = Described().Condition;
        Assert.Equal((EndpointState.CoolingDown, TimeSpan.FromSeconds(30)), (condition.State, condition.Remaining));
        Ends(a);
        Ends(b);
        Assert.Equal(RejectionReason.CoolingDown, Rejected(waitMs: 29_000).Reason);
        PassMs(30_000);
        Granted(isProbe: true);
    }

    [Fact]
    public void What_a_call_unknown_here_says_of_a_limit_is_ignored_and_no_moment_is_believed_beyond_a_day()
    {
        Create(Grouped);
        Endpoint.Tell(new LimitReached(Id, NewCall(), 30_000, PauseScope.Key, null), Router);
        var call = Granted();
        Endpoint.Tell(new LimitReached(Id, call, 30_000, PauseScope.Model, null), Router);
        Granted(isProbe: false);

        Endpoint.Tell(new LimitReached(Id, call, long.MaxValue / 100_000, PauseScope.Key, null), Router);

        Assert.Equal(TimeSpan.FromHours(24), Described().Condition.Remaining);
    }

    [Fact]
    public void Nothing_left_of_a_models_limit_pauses_that_model_and_no_other()
    {
        Create(Grouped);
        var call = Asked("m");
        Assert.Equal(call, Turn().CallId);

        Endpoint.Tell(new LimitReached(Id, call, 30_000, PauseScope.Model, "m"), Router);

        var refused = Asked("m");
        Assert.Equal((refused, true, RejectionReason.CoolingDown, 30_000L), Refusal() is var r ? (r.CallId, r.IsOfModel, r.Reason, r.RetryAfterMs!.Value) : default);
        Assert.Equal(Asked("n"), Turn().CallId);
        Assert.Equal(Asked(null), Turn().CallId);
        var condition = Described().Condition;
        Assert.Equal(EndpointState.Available, condition.State);
        Assert.Contains("'m'", condition.Reason, StringComparison.Ordinal);
        PassMs(30_000);
        Assert.Equal(Asked("m"), Turn().CallId);
    }

    [Fact]
    public void A_429_of_a_model_pauses_it_for_the_whole_account_and_asks_for_no_probe()
    {
        Create(Grouped);
        var call = Asked("m");
        Turn();

        Endpoint.Tell(ReportOf(call, OutcomeClass.RateLimited, null, 5_000) with { Scope = PauseScope.Model, Model = "m" }, Router);

        var told = Next<ScopePaused>(Reporter);
        Assert.Equal(("g", "m", 5_000L, OutcomeClass.RateLimited), (told.QuotaGroup, told.Model, told.RemainingMs, told.Cause));
        Granted(isProbe: false);
        Asked("m");
        Assert.True(Refusal().IsOfModel);
    }

    [Fact]
    public void Many_429s_of_a_model_that_name_no_delay_are_one_backoff_when_their_calls_ran_at_the_same_time()
    {
        Create(Grouped with { InitialRetryDelay = TimeSpan.FromSeconds(1), BackoffFactor = 10, MaxRetryDelay = TimeSpan.FromSeconds(100) });
        var calls = Enumerable.Range(0, 5).Select(_ => Asked("m")).ToList();
        calls.ForEach(_ => Turn());
        PassMs(100);

        foreach (var call in calls)
        {
            Endpoint.Tell(ReportOf(call, OutcomeClass.RateLimited, null) with { Scope = PauseScope.Model, Model = "m" }, Router);
            PassMs(10);
        }

        Settle();
        Assert.Single(Received(Reporter), m => m is ScopePaused);
        Asked("m");
        Assert.InRange(Refusal().RetryAfterMs!.Value, 900, 1_200);
    }

    [Fact]
    public void Those_of_a_paused_model_that_wait_are_refused_at_their_turn_and_hold_nobody_up()
    {
        Create(Grouped with { MaxConcurrentRequests = 1 });
        var running = Asked("m");
        Turn();
        var (sameModel, other) = (Asked("m"), Asked("n"));
        Settle();

        Endpoint.Tell(ReportOf(running, OutcomeClass.RateLimited, null, 5_000) with { Scope = PauseScope.Model, Model = "m" }, Router);

        Assert.Equal(sameModel, Refusal().CallId);
        Assert.Equal(other, Turn().CallId);
    }

    [Fact]
    public void Routers_are_told_when_an_operator_ends_the_pauses_of_models_and_only_then()
    {
        Create(Grouped);
        var call = Asked("m");
        Turn();
        Endpoint.Tell(ReportOf(call, OutcomeClass.RateLimited, null, 60_000) with { Scope = PauseScope.Model, Model = "m" }, Router);
        Settle();
        Received(Reporter);

        Done(new ResetBackoff(Id));
        Done(new ResetBackoff(Id));

        Settle();
        Assert.NotEqual(0, Assert.Single(Received(Reporter).OfType<EndpointAnnouncement>()).ModelsResumed);
    }

    [Fact]
    public void A_models_pause_survives_a_crash_and_an_operator_ends_it()
    {
        Create(Grouped);
        var call = Asked("m");
        Turn();
        Endpoint.Tell(ReportOf(call, OutcomeClass.RateLimited, RequestOutcome.Failed, 60_000) with { Scope = PauseScope.Model, Model = "m" }, Router);
        Checkpointed();
        Settle();
        Crash();
        Restart();

        Asked("m");
        Assert.True(Refusal().IsOfModel);
        Done(new ResetBackoff(Id));
        Assert.Equal(Asked("m"), Turn().CallId);
    }

    [Fact]
    public void A_429_is_told_to_those_that_share_the_account()
    {
        Create(Grouped);
        var (a, b) = (Granted(), Granted());

        Ends(a, OutcomeClass.RateLimited, retryAfterMs: 7_000);
        var told = Next<ScopePaused>(Reporter);

        Assert.Equal(new ScopePaused(ProviderKind.OpenAi, null, "g", null, 7_000, OutcomeClass.RateLimited, Id), told);
        Ends(b, OutcomeClass.KeyRefused);
        Settle();
        Assert.DoesNotContain(Received(Reporter), m => m is ScopePaused);
    }

    [Fact]
    public void A_429_of_a_key_without_a_group_is_told_to_nobody()
    {
        Create(Settings);
        Ends(Granted(), OutcomeClass.RateLimited, retryAfterMs: 7_000);
        Settle();

        Assert.DoesNotContain(Received(Reporter), m => m is ScopePaused);
    }

    [Fact]
    public void An_endpoint_of_the_account_cools_down_with_the_one_that_met_the_limit_and_probes_after_it()
    {
        Create(Grouped);
        var running = Granted();

        Endpoint.Tell(Pause(OutcomeClass.RateLimited, 10_000));

        var condition = Described().Condition;
        Assert.Equal((EndpointState.CoolingDown, TimeSpan.FromSeconds(10)), (condition.State, condition.Remaining));
        Assert.Contains("'other'", condition.Reason, StringComparison.Ordinal);
        Endpoint.Tell(Pause(OutcomeClass.RateLimited, 5_000));
        Assert.Equal(TimeSpan.FromSeconds(10), Described().Condition.Remaining);
        Ends(running);
        PassMs(10_000);
        Granted(isProbe: true);
    }

    [Fact]
    public void An_endpoint_of_an_account_without_quota_is_quarantined_to_the_same_moment_until_an_operator_enables_it()
    {
        Create(Grouped);

        Endpoint.Tell(Pause(OutcomeClass.OutOfQuota, 3_600_000));

        var condition = Described().Condition;
        Assert.Equal((EndpointState.Quarantined, TimeSpan.FromHours(1)), (condition.State, condition.Remaining));
        Done(new EnableEndpoint(Id));
        Granted(isProbe: true);
    }

    [Fact]
    public void What_concerns_others_is_ignored()
    {
        Create(Grouped);

        Endpoint.Tell(Pause(OutcomeClass.RateLimited, 10_000) with { QuotaGroup = "h" });
        Endpoint.Tell(Pause(OutcomeClass.RateLimited, 10_000) with { Provider = ProviderKind.Groq });
        Endpoint.Tell(Pause(OutcomeClass.ProviderOverloaded, 10_000) with { QuotaGroup = null, BaseUrl = "https://elsewhere" });
        Endpoint.Tell(Pause(OutcomeClass.RateLimited, 10_000) with { Source = Id });

        Granted(isProbe: false);
    }

    [Fact]
    public void An_overload_is_told_to_all_endpoints_of_the_provider_and_stored_in_its_time()
    {
        Create(Settings);
        Ends(Granted(), OutcomeClass.ProviderOverloaded, retryAfterMs: 3_000);

        Assert.Equal(
            new ScopePaused(ProviderKind.OpenAi, null, null, null, 3_000, OutcomeClass.ProviderOverloaded, Id), Next<ScopePaused>(Reporter));
        Assert.Contains("overloaded", Described().Condition.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void An_overload_pauses_an_endpoint_without_a_write_or_a_word_and_with_up_to_a_tenth_more()
    {
        Create(Settings);
        Done(new DescribeEndpoint(Id));
        Received(Reporter);
        var saves = Store.Saves.Count;

        Endpoint.Tell(Pause(OutcomeClass.ProviderOverloaded, 10_000) with { QuotaGroup = null });

        var condition = Described().Condition;
        Assert.Equal(EndpointState.CoolingDown, condition.State);
        Assert.InRange(condition.Remaining!.Value, TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(11));
        Assert.Equal(saves, Store.Saves.Count);
        PassMs(11_000);
        Assert.DoesNotContain(Received(Reporter), m => m is EndpointAnnouncement);
        Ends(Granted(isProbe: true));
        Settle();
        Assert.Equal(EndpointState.Available, Received(Reporter).OfType<EndpointAnnouncement>().Last().Load.State);
    }

    [Fact]
    public void An_operator_ends_an_overload_for_one_endpoint_and_routers_hear_of_it()
    {
        Create(Settings);
        Endpoint.Tell(Pause(OutcomeClass.ProviderOverloaded, 60_000) with { QuotaGroup = null });
        Settle();
        Received(Reporter);

        Done(new ResetBackoff(Id));
        Settle();

        Assert.Equal(EndpointState.Available, Received(Reporter).OfType<EndpointAnnouncement>().Last().Load.State);
        Granted(isProbe: false);
    }

    [Fact]
    public void The_reason_of_a_pause_survives_a_crash()
    {
        Create(Grouped);
        Endpoint.Tell(Pause(OutcomeClass.RateLimited, 60_000));
        AwaitAssert(() => Assert.NotNull(((EndpointCheckpoint)Store.Saves[^1].Snapshot).Health.CooldownReason));
        Settle();
        Crash();
        Restart();

        Assert.Contains("'other'", Described().Condition.Reason, StringComparison.Ordinal);
    }

    private static ScopePaused Pause(OutcomeClass cause, long ms) => new(ProviderKind.OpenAi, null, "g", null, ms, cause, Other);

    private CallId Asked(string? model)
    {
        var ask = new Acquire(Id, NewCall(), RequestId.Parse("r"), PriorityClass.Medium, null, 0, IsRetry: false, LastResort: false) { Model = model };
        Endpoint.Tell(ask, Router);
        return ask.CallId;
    }
}
