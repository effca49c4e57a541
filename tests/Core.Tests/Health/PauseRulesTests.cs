using MultiplexCluster.Contracts.Endpoints;
using MultiplexCluster.Contracts.Identity;
using MultiplexCluster.Contracts.Protocol;
using MultiplexCluster.Contracts.Requests;
using MultiplexCluster.Core.Health;
using MultiplexCluster.Core.Routing;
using Xunit;
using static MultiplexCluster.Core.Tests.Health.HealthCases;

namespace MultiplexCluster.Core.Tests.Health;

public sealed class PauseRulesTests
{
    private static readonly EndpointId Source = EndpointId.Parse("a");
    private static readonly EndpointSettings Grouped = Defaults with { QuotaGroup = "g" };

    [Theory]
    [InlineData(OutcomeClass.RateLimited, PauseScope.Account)]
    [InlineData(OutcomeClass.OutOfQuota, PauseScope.Account)]
    [InlineData(OutcomeClass.ProviderOverloaded, PauseScope.Provider)]
    [InlineData(OutcomeClass.KeyRefused, PauseScope.Key)]
    [InlineData(OutcomeClass.Failing, PauseScope.Key)]
    public void A_limit_is_the_accounts_and_overload_the_providers(OutcomeClass outcome, PauseScope scope) =>
        Assert.Equal(scope, PauseRules.ScopeOf(outcome));

    [Fact]
    public void Every_class_there_is_has_a_scope_and_no_other() =>
        Assert.All(Enum.GetValues<OutcomeClass>(), outcome => Assert.True(Enum.IsDefined(PauseRules.ScopeOf(outcome))));

    [Fact]
    public void What_is_no_class_throws()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => PauseRules.ScopeOf((OutcomeClass)99));
        Assert.Throws<ArgumentOutOfRangeException>(() => PauseRules.ModelReason(OutcomeClass.Failing));
    }

    [Fact]
    public void A_model_pauses_as_long_as_asked_else_by_backoff_or_for_a_spent_quota_as_long_as_a_key_does()
    {
        var settings = Defaults with { InitialRetryDelay = Seconds(1), BackoffFactor = 2, MaxRetryDelay = Seconds(60) };

        Assert.Equal(Seconds(7), PauseRules.ModelDelay(Seconds(7), OutcomeClass.OutOfQuota, settings, 3, 0.5));
        Assert.Equal(HealthRules.DefaultQuotaPause, PauseRules.ModelDelay(null, OutcomeClass.OutOfQuota, settings, 3, 0.5));
        Assert.Equal(Seconds(8), PauseRules.ModelDelay(null, OutcomeClass.RateLimited, settings, 3, 0));
    }

    [Fact]
    public void A_refusal_that_says_now_names_no_delay_for_a_model_but_a_good_answer_does()
    {
        Assert.Null(PauseRules.NamedBy(TimeSpan.Zero, OutcomeClass.RateLimited));
        Assert.Equal(Seconds(1), PauseRules.NamedBy(Seconds(1), OutcomeClass.RateLimited));
        Assert.Equal(TimeSpan.Zero, PauseRules.NamedBy(TimeSpan.Zero, OutcomeClass.Success));
    }

    [Fact]
    public void Moments_that_differ_by_less_than_a_quarter_of_a_second_are_the_same()
    {
        Assert.True(PauseRules.IsLater(Start, null));
        Assert.False(PauseRules.IsLater(Start, Start));
        Assert.False(PauseRules.IsLater(Start + TimeSpan.FromMilliseconds(250), Start));
        Assert.True(PauseRules.IsLater(Start + TimeSpan.FromMilliseconds(251), Start));
    }

    [Theory]
    [InlineData(PauseScope.Provider, 11)]
    [InlineData(PauseScope.Account, 10)]
    [InlineData(PauseScope.Model, 10)]
    public void Only_an_overloads_end_is_spread(PauseScope scope, double seconds)
    {
        var pause = PauseRules.Shared(scope, OutcomeClass.RateLimited, "m", Source, Grouped, Seconds(10))!;

        Assert.Equal(scope is PauseScope.Provider, PauseRules.IsQuiet(pause));
        Assert.Equal((Start + Seconds(10), Start + Seconds(seconds)), (PauseRules.EndOf(pause, Start, 0), PauseRules.EndOf(pause, Start, 1)));
    }

    [Fact]
    public void A_key_with_an_account_of_its_own_pauses_alone()
    {
        Assert.Null(PauseRules.Shared(PauseScope.Account, OutcomeClass.RateLimited, null, Source, Defaults, Seconds(1)));
        Assert.Null(PauseRules.Shared(PauseScope.Model, OutcomeClass.RateLimited, "m", Source, Defaults, Seconds(1)));
        Assert.Null(PauseRules.Shared(PauseScope.Key, OutcomeClass.RateLimited, null, Source, Grouped, Seconds(1)));
    }

    [Fact]
    public void A_group_is_that_of_one_provider_and_an_overload_that_of_one_address()
    {
        var account = PauseRules.Shared(PauseScope.Account, OutcomeClass.RateLimited, null, Source, Grouped, Seconds(1))!;
        var provider = PauseRules.Shared(PauseScope.Provider, OutcomeClass.ProviderOverloaded, null, Source, Grouped with { BaseUrl = "https://b" }, Seconds(1))!;

        Assert.True(PauseRules.Concerns(account, Grouped with { BaseUrl = "https://other", Pool = "p" }));
        Assert.False(PauseRules.Concerns(account, Grouped with { Provider = ProviderKind.Groq }));
        Assert.False(PauseRules.Concerns(account, Defaults));
        Assert.True(PauseRules.Concerns(provider, Defaults with { BaseUrl = "https://b" }));
        Assert.False(PauseRules.Concerns(provider, Grouped));
    }

    [Fact]
    public void A_pause_by_others_never_shortens_one_that_runs_and_counts_for_no_backoff_or_breaker()
    {
        var cooling = EndpointHealth.Healthy.After(OutcomeClass.RateLimited, Start, retryAfter: Seconds(60));

        Assert.Equal(cooling, HealthRules.Pause(cooling, Start + Seconds(30), "why", Start));
        var longer = HealthRules.Pause(cooling, Start + Seconds(90), "why", Start);
        Assert.Equal((Start + Seconds(90), 1, cooling.Breaker, cooling.Epoch), (longer.CooldownUntil, longer.Backoffs, longer.Breaker, longer.Epoch));
        Assert.Equal(GateKind.ProbeNext, HealthRules.Pause(EndpointHealth.Healthy, Start + Seconds(1), "why", Start).Gate(Start + Seconds(1)).Kind);
    }

    [Fact]
    public void A_429_of_a_call_that_ran_before_the_pause_is_no_news()
    {
        var paused = HealthRules.Pause(EndpointHealth.Healthy, Start + Seconds(5), "why", Start);

        Assert.Equal(paused, paused.After(OutcomeClass.RateLimited, Start + Seconds(1), epoch: 0));
    }

    [Fact]
    public void A_router_marks_all_that_are_concerned_and_none_that_is_away_anyway()
    {
        var directory = new RoutingDirectory();
        Announce("a", Grouped, EndpointState.Available);
        Announce("b", Grouped, EndpointState.HalfOpen);
        Announce("c", Grouped, EndpointState.Quarantined);
        Announce("d", Defaults, EndpointState.Available);
        var pause = PauseRules.Shared(PauseScope.Account, OutcomeClass.RateLimited, null, Source, Grouped, Seconds(9))!;

        var marked = directory.Pause(pause, Start);

        Assert.Equal(["a", "b"], marked.Select(e => e.Id.Value).Order());
        Assert.All(marked, e => Assert.Equal((EndpointState.CoolingDown, Start + Seconds(9)), (e.State, e.Until)));
        Assert.Empty(directory.Pause(pause with { RemainingMs = 5_000 }, Start));
        Assert.Equal(2, directory.Pause(pause with { Cause = OutcomeClass.OutOfQuota, RemainingMs = 60_000 }, Start).Count);
        Assert.True(directory.TryGet(Source, out var entry) && entry is { State: EndpointState.CoolingDown, Serves: true });

        void Announce(string id, EndpointSettings settings, EndpointState state) =>
            directory.Announce(new EndpointAnnouncement(EndpointId.Parse(id), 1, 1, settings, new EndpointLoad(state, 0, 0, 0, 0)), Start);
    }
}
