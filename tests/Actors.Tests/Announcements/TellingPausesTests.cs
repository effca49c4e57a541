using MultiplexCluster.Actors.Announcements;

namespace MultiplexCluster.Actors.Tests.Announcements;

public sealed class TellingPausesTests
{
    private static readonly TimeSpan Now = TimeSpan.FromHours(1);
    private static readonly ScopePaused Pause = new(ProviderKind.OpenAi, null, "g", null, 10_000, OutcomeClass.RateLimited, EndpointId.Parse("a"));

    [Fact]
    public void Of_a_thousand_calls_that_meet_one_limit_one_is_news()
    {
        var telling = new TellingPauses();

        Assert.Equal(1, Enumerable.Range(0, 1_000).Count(i => telling.IsNews(Pause with { RemainingMs = 10_000 + (i % 200) }, Now + TimeSpan.FromMilliseconds(i % 50))));
    }

    [Fact]
    public void A_longer_pause_another_scope_and_one_after_the_end_are_news()
    {
        var telling = new TellingPauses();
        telling.IsNews(Pause, Now);

        Assert.True(telling.IsNews(Pause with { RemainingMs = 10_250 }, Now));
        Assert.True(telling.IsNews(Pause with { Model = "m" }, Now));
        Assert.True(telling.IsNews(Pause with { QuotaGroup = "h" }, Now));
        Assert.True(telling.IsNews(Pause with { Cause = OutcomeClass.OutOfQuota }, Now));
        Assert.True(telling.IsNews(Pause with { RemainingMs = 100 }, Now + TimeSpan.FromSeconds(10.25)));
    }

    [Fact]
    public void After_an_operator_ended_a_long_pause_a_shorter_one_is_news()
    {
        var telling = new TellingPauses();
        telling.IsNews(Pause with { RemainingMs = 86_400_000 }, Now);

        Assert.True(telling.IsNews(Pause with { RemainingMs = 5_000 }, Now + TimeSpan.FromMilliseconds(500)));
        Assert.False(telling.IsNews(Pause with { RemainingMs = 5_000, Source = EndpointId.Parse("b") }, Now + TimeSpan.FromMilliseconds(600)));
        Assert.True(telling.IsNews(Pause with { RemainingMs = 3_000, Source = EndpointId.Parse("b") }, Now + TimeSpan.FromMilliseconds(1_600)));
    }

    [Fact]
    public void However_many_scopes_pause_what_is_kept_is_bounded()
    {
        var telling = new TellingPauses();

        Assert.All(Enumerable.Range(0, 10_000), i => Assert.True(telling.IsNews(Pause with { Model = $"m{i}" }, Now)));
    }
}
