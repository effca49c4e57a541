using MultiplexCluster.Contracts.Endpoints;
using MultiplexCluster.Contracts.Requests;
using MultiplexCluster.Providers.Codecs;
using Xunit;

namespace MultiplexCluster.Providers.Tests.Codecs.Delays;

public sealed class LimitReachedTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    [Theory]
    [InlineData(ProviderKind.OpenAi)]
    [InlineData(ProviderKind.Groq)]
    public void Of_OpenAI_and_Groq_the_model_pauses_until_the_latest_reset_of_what_is_empty(ProviderKind provider)
    {
        var limit = Of(provider, ("x-ratelimit-remaining-requests", "0"), ("x-ratelimit-reset-requests", "1m2s"), ("x-ratelimit-remaining-tokens", "0"), ("x-ratelimit-reset-tokens", "7.66s"));

        Assert.Equal(new ReachedLimit(TimeSpan.FromSeconds(62), PauseScope.Model), limit);
    }

    [Fact]
    public void What_is_not_empty_pauses_nothing_however_far_its_reset() => Assert.Null(Of(
        ProviderKind.OpenAi, ("x-ratelimit-remaining-requests", "1"), ("x-ratelimit-reset-requests", "1m"), ("x-ratelimit-remaining-tokens", "0")));

    [Theory]
    [InlineData("-1")]
    [InlineData("0")]
    [InlineData("soon")]
    [InlineData("")]
    public void A_reset_that_is_none_pauses_nothing(string reset) =>
        Assert.Null(Of(ProviderKind.OpenAi, ("x-ratelimit-remaining-requests", "0"), ("x-ratelimit-reset-requests", reset)));

    [Fact]
    public void Of_Anthropic_the_key_pauses_until_the_moment_by_the_answers_own_clock()
    {
        var limit = Of(
            ProviderKind.Anthropic, ("anthropic-ratelimit-input-tokens-remaining", "0"), ("anthropic-ratelimit-input-tokens-reset", "2026-01-02T03:14:05Z"),
            ("date", "Fri, 02 Jan 2026 03:14:00 GMT"));

        Assert.Equal(new ReachedLimit(TimeSpan.FromSeconds(5), PauseScope.Key), limit);
    }

    [Fact]
    public void Of_Anthropic_an_empty_priority_tier_pauses_nothing_since_the_standard_one_serves() => Assert.Null(Of(
        ProviderKind.Anthropic, ("anthropic-priority-input-tokens-remaining", "0"), ("anthropic-priority-input-tokens-reset", "2026-01-02T03:14:05Z")));

    [Fact]
    public void No_reset_is_believed_beyond_a_day() => Assert.Equal(
        TimeSpan.FromHours(24), Of(ProviderKind.Groq, ("x-ratelimit-remaining-requests", "0"), ("x-ratelimit-reset-requests", "900h"))!.Value.Remaining);

    [Fact]
    public void Gemini_says_nothing_in_headers() =>
        Assert.Null(Of(ProviderKind.Gemini, ("x-ratelimit-remaining-requests", "0"), ("x-ratelimit-reset-requests", "1m")));

    private static ReachedLimit? Of(ProviderKind provider, params (string Name, string Value)[] headers) =>
        ProviderCodecs.For(provider).LimitReached(new Headers(headers), Now);

    private sealed class Headers((string Name, string Value)[] headers) : IAnswerHeaders
    {
        public string? First(string name) =>
            headers.Where(h => string.Equals(h.Name, name, StringComparison.OrdinalIgnoreCase)).Select(h => h.Value).FirstOrDefault();
    }
}
