using System.Diagnostics;
using System.Globalization;
using MultiplexCluster.FakeProviders;
using MultiplexCluster.FakeProviders.Scripting;
using MultiplexCluster.Host.Tests.Service;
using Xunit;
using Xunit.Abstractions;

namespace MultiplexCluster.Host.Tests.Features;

/// <summary>Limits per minute, and pauses that more than one key shares.</summary>
[Collection(SharedServices.Waiting)]
public sealed class LimitTests(RunningService service, ITestOutputHelper output) : FeatureTest(service, output)
{
    // A pinned request waits out a cooldown as long as it may.
    private static readonly (string, string) Briefly = ("X-Multiplex-Timeout", "1");

    [Theory, EveryProvider]
    public async Task Of_a_hundred_callers_at_once_as_many_are_served_as_the_minute_allows(ProviderDialect dialect)
    {
        var pool = NewPool(dialect);
        var endpoint = await pool.AddAsync(new { requests_per_minute = 30, max_concurrent_requests = 10 });

        var began = Stopwatch.GetTimestamp();
        var replies = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => pool.CallAsync(("X-Multiplex-Timeout", "20"))));

        // Those ahead are expected to hold the ten slots in up to seven turns, none of which is longer than all took.
        var latest = 62 + (int)(7 * Stopwatch.GetElapsedTime(began).TotalSeconds);
        Assert.Equal(30, endpoint.AtProvider.Count);
        Assert.Equal(30, replies.Count(r => r.Status == 200));
        var refused = replies.Where(r => r.Status != 200).ToList();
        Assert.All(refused, r => Assert.Equal((429, "all_endpoints_cooling_down"), (r.Status, r.Code(pool.Wire) ?? "all_endpoints_cooling_down")));
        Assert.All(refused, r => Assert.InRange(int.Parse(r["Retry-After"]!, CultureInfo.InvariantCulture), 30, latest));
        Assert.Equal((30, 30, 0, 0, 70), (await endpoint.CountsAsync()).Outcomes);
        var seen = await endpoint.GetAsync();
        Assert.Equal("cooling_down", seen.GetProperty("state").GetString());
        Assert.Contains("requests_per_minute", seen.GetProperty("reason").GetString(), StringComparison.Ordinal);
        Assert.InRange(seen.GetProperty("until").GetDateTimeOffset(), DateTimeOffset.UtcNow, DateTimeOffset.UtcNow.AddSeconds(61));
    }

    [Fact]
    public async Task A_used_up_minute_sends_requests_to_the_next_endpoint()
    {
        var pool = NewPool(ProviderDialect.OpenAi);
        var limited = await pool.AddAsync(new { requests_per_minute = 3 });
        var other = await pool.AddAsync();

        for (var i = 0; i < 20; i++)
        {
            await pool.MustServeAsync();
        }

        Assert.Equal((3, 17), (limited.AtProvider.Count, other.AtProvider.Count));
    }

    [Fact]
    public async Task Tokens_are_counted_as_the_provider_tells_them()
    {
        var pool = NewPool(ProviderDialect.Anthropic);
        var endpoint = await pool.AddAsync(new { tokens_per_minute = 1000 });
        endpoint.AtProvider.Always(Step.Ok().WithUsage(100, 200));

        var replies = new List<Reply>();
        for (var i = 0; i < 5; i++)
        {
            replies.Add(await pool.CallAsync(("X-Multiplex-Timeout", "5")));
        }

        // 900 are used; a further call is expected to use more than what is left.
        Assert.Equal([200, 200, 200, 429, 429], replies.Select(r => r.Status));
        Assert.All(replies.Skip(3), r => Assert.Contains("tokens_per_minute", r.Text, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(ProviderDialect.OpenAi)]
    [InlineData(ProviderDialect.Groq)]
    public async Task Nothing_left_of_a_models_limit_sends_its_calls_elsewhere_and_no_others(ProviderDialect dialect)
    {
        var pool = NewPool(dialect);
        var empty = await pool.AddAsync(new { weight = 1000 });
        empty.AtProvider.Then(Step.Ok().WithHeader("x-ratelimit-remaining-requests", "0").WithHeader("x-ratelimit-reset-requests", "40s"));
        Assert.Equal(200, (await pool.PinnedAsync(empty.Id)).Status);
        var other = await pool.AddAsync();

        for (var i = 0; i < 5; i++)
        {
            Assert.Equal(other.Id, (await pool.MustServeAsync()).Endpoint);
        }

        var pinned = await pool.PinnedAsync(empty.Id, ("X-Multiplex-Timeout", "5"));
        Assert.Equal((429, 1), (pinned.Status, empty.AtProvider.Count));
        Assert.InRange(int.Parse(pinned["Retry-After"]!, CultureInfo.InvariantCulture), 20, 41);
        using var another = pool.Request("another-model", headers: ("X-Multiplex-Endpoint", empty.Id));
        Assert.Equal(200, (await pool.SendAsync(another)).Status);
        Assert.Equal("available", await empty.StateAsync());
        await empty.PostAsync("reset-backoff");
        Assert.Equal(200, (await pool.PinnedAsync(empty.Id)).Status);
    }

    [Fact]
    public async Task A_request_whose_model_is_paused_everywhere_waits_for_it()
    {
        var pool = NewPool(ProviderDialect.OpenAi);
        var endpoint = await pool.AddAsync();
        endpoint.AtProvider.Then(Step.Ok().WithHeader("x-ratelimit-remaining-tokens", "0").WithHeader("x-ratelimit-reset-tokens", "1.5s"));
        await pool.MustServeAsync();

        var reply = await pool.MustServeAsync();

        Assert.InRange(Assert.Single(Gaps.Of(endpoint)).TotalSeconds, 1.4, 2.0 + Gaps.Slack.TotalSeconds);
        Assert.InRange(int.Parse(reply["X-Multiplex-Queue-Ms"]!, CultureInfo.InvariantCulture), 1, 60_000);
    }

    [Fact]
    public async Task Nothing_left_of_a_limit_of_Anthropics_pauses_the_key_though_its_answer_still_streams()
    {
        var pool = NewPool(ProviderDialect.Anthropic);
        var endpoint = await pool.AddAsync();
        var reset = DateTimeOffset.UtcNow.AddSeconds(50).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        endpoint.AtProvider.Then(Step.Ok().WithEvents(20).WithEventDelay(TimeSpan.FromMilliseconds(100))
            .WithHeader("anthropic-ratelimit-requests-remaining", "0").WithHeader("anthropic-ratelimit-requests-reset", reset));

        var streamed = pool.StreamAsync();
        await endpoint.WaitForStateAsync("cooling_down");
        Assert.False(streamed.IsCompleted);
        var next = await pool.CallAsync(("X-Multiplex-Timeout", "5"));

        Assert.Equal((429, 200, 1), (next.Status, (await streamed).Status, endpoint.AtProvider.Count));
    }

    [Fact]
    public Task Endpoints_of_one_account_cool_down_together() => EveryProvider.AtOnceAsync(async dialect =>
    {
        var pool = NewPool(dialect);
        var group = $"group-{pool.Label}";
        var (a, b) = (await pool.AddAsync(new { quota_group = group }), await pool.AddAsync(new { quota_group = group }));
        var other = await pool.AddAsync(new { quota_group = group + "-other" });
        a.AtProvider.Then(Step.RateLimited("60"));

        await pool.PinnedAsync(a.Id, Briefly);
        await b.WaitForStateAsync("cooling_down");

        for (var i = 0; i < 5; i++)
        {
            Assert.Equal(other.Id, (await pool.MustServeAsync()).Endpoint);
        }

        Assert.Equal(0, b.AtProvider.Count);
        Assert.Contains($"'{a.Id}'", (await b.GetAsync()).GetProperty("reason").GetString(), StringComparison.Ordinal);
        await b.PostAsync("reset-backoff");
        Assert.Equal(200, (await pool.PinnedAsync(b.Id)).Status);
    });

    [Fact]
    public async Task An_account_without_quota_puts_all_its_endpoints_away()
    {
        var pool = NewPool(ProviderDialect.OpenAi);
        var group = $"group-{pool.Label}";
        var (a, b) = (await pool.AddAsync(new { quota_group = group }), await pool.AddAsync(new { quota_group = group }));
        a.AtProvider.Then(Step.InsufficientQuota());

        await pool.PinnedAsync(a.Id);
        await b.WaitForStateAsync("quarantined");

        await b.PostAsync("enable");
        Assert.Equal(200, (await pool.PinnedAsync(b.Id)).Status);
    }

    [Fact]
    public async Task An_overloaded_provider_is_left_alone_by_all_keys_at_its_address()
    {
        var pool = NewPool(ProviderDialect.Anthropic);
        var address = Fake.BaseUrl(ProviderDialect.Anthropic).Replace("127.0.0.1", "localhost", StringComparison.Ordinal);
        var (a, b) = (await pool.AddAsync(new { base_url = address }), await pool.AddAsync(new { base_url = address }));
        var elsewhere = await pool.AddAsync();
        a.AtProvider.Then(Step.Overloaded().WithHeader("Retry-After", "40"));

        await pool.PinnedAsync(a.Id, Briefly);
        await b.WaitForStateAsync("cooling_down");

        for (var i = 0; i < 5; i++)
        {
            Assert.Equal(elsewhere.Id, (await pool.MustServeAsync()).Endpoint);
        }

        Assert.Equal((1, 0), (a.AtProvider.Count, b.AtProvider.Count));
        Assert.Contains("overloaded", (await b.GetAsync()).GetProperty("reason").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_daily_quota_of_one_of_Geminis_models_leaves_the_key_to_the_others()
    {
        var pool = NewPool(ProviderDialect.Gemini);
        var endpoint = await pool.AddAsync();
        endpoint.AtProvider.Then(Step.DailyQuota());

        await pool.CallAsync(("X-Multiplex-Timeout", "5"));

        var again = await pool.CallAsync(("X-Multiplex-Timeout", "5"));
        Assert.Equal((429, 1), (again.Status, endpoint.AtProvider.Count));
        Assert.Equal(200, (await pool.CallModelAsync("gemini-2.5-pro")).Status);
    }

    [Fact]
    public async Task A_kill_forgets_no_call_of_the_minute_that_was_checkpointed()
    {
        var pool = NewPool(ProviderDialect.OpenAi);
        var endpoint = await pool.AddAsync(new { requests_per_minute = 5 });
        for (var i = 0; i < 5; i++)
        {
            await pool.MustServeAsync();
        }

        await Task.Delay(TimeSpan.FromSeconds(1.5));
        Service.Kill();
        await Service.RestartAsync();

        Assert.Equal(429, (await pool.CallAsync(("X-Multiplex-Timeout", "5"))).Status);
        Assert.Equal(5, endpoint.AtProvider.Count);
    }
}
