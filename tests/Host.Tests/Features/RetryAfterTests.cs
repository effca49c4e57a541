using System.Globalization;
using MultiplexCluster.FakeProviders;
using MultiplexCluster.FakeProviders.Scripting;
using MultiplexCluster.Host.Tests.Service;
using Xunit;
using Xunit.Abstractions;

namespace MultiplexCluster.Host.Tests.Features;

[Collection(SharedServices.Waiting)]
public sealed class RetryAfterTests(RunningService service, ITestOutputHelper output) : FeatureTest(service, output)
{
    [Fact]
    public Task A_rate_limited_call_is_made_again_when_the_provider_said_and_not_earlier() => EveryProvider.AtOnceAsync(async dialect =>
    {
        var pool = NewPool(dialect);
        var endpoint = await pool.AddAsync();
        endpoint.AtProvider.Then(Step.RateLimited("2"));

        var reply = await pool.MustServeAsync();

        var gap = Assert.Single(Gaps.Of(endpoint));
        Assert.InRange(gap.TotalSeconds, 2.0, 2.3 + Gaps.Slack.TotalSeconds);
        Assert.Equal(2, reply.Attempts);
        Assert.InRange(int.Parse(reply["X-Multiplex-Queue-Ms"]!, CultureInfo.InvariantCulture), 2000, 60_000);
        var counts = await endpoint.CountsAsync();
        Assert.Equal((1, 1, 0, 0, 0), counts.Outcomes);
        Assert.Equal((1, 1), (counts.Retried, counts.RateLimited));
    });

    [Fact]
    public Task A_delay_the_provider_named_is_not_capped() => EveryProvider.AtOnceAsync(async dialect =>
    {
        var pool = NewPool(dialect);
        var endpoint = await pool.AddAsync(new { initial_retry_delay = 0.05, max_retry_delay = 0.1 });
        endpoint.AtProvider.Then(Step.RateLimited("1"));

        await pool.MustServeAsync();

        Assert.InRange(Assert.Single(Gaps.Of(endpoint)).TotalSeconds, 1.0, 1.3 + Gaps.Slack.TotalSeconds);
    });

    [Theory, EveryProvider]
    public async Task A_delay_beyond_the_deadline_is_answered_at_once_with_the_moment_to_come_back(ProviderDialect dialect)
    {
        var pool = NewPool(dialect);
        var endpoint = await pool.AddAsync(new { queue_timeout = 5 });
        endpoint.AtProvider.Then(Step.RateLimited("60"));

        var first = await pool.CallAsync();
        var second = await pool.CallAsync();

        Assert.Equal((429, "all_endpoints_cooling_down", 1), (first.Status, first.Code(pool.Wire), first.Attempts));
        Assert.InRange(int.Parse(first["Retry-After"]!, CultureInfo.InvariantCulture), 30, 61);
        Assert.Equal((429, "all_endpoints_cooling_down"), (second.Status, second.Code(pool.Wire)));
        Assert.InRange(int.Parse(second["Retry-After"]!, CultureInfo.InvariantCulture), 30, 61);
        Assert.Equal("cooling_down", await endpoint.StateAsync());
        Assert.Equal(1, endpoint.AtProvider.Count);
    }

    [Fact]
    public Task While_one_key_cools_down_another_serves() => EveryProvider.AtOnceAsync(async dialect =>
    {
        var pool = NewPool(dialect);
        var limited = await pool.AddAsync();
        limited.AtProvider.Always(Step.RateLimited("60"));
        await pool.PinnedAsync(limited.Id, ("X-Multiplex-Timeout", "1"));
        var free = await pool.AddAsync();

        var replies = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => pool.MustServeAsync()));

        Assert.All(replies, reply => Assert.Equal(free.Id, reply.Endpoint));
        Assert.Equal(1, limited.AtProvider.Count);
    });
}
