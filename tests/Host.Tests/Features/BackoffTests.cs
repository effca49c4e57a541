using MultiplexCluster.FakeProviders;
using MultiplexCluster.FakeProviders.Scripting;
using MultiplexCluster.Host.Tests.Service;
using Xunit;
using Xunit.Abstractions;

namespace MultiplexCluster.Host.Tests.Features;

/// <summary>Delays where the provider names none: the same for rate limits and for errors.</summary>
public abstract class BackoffTests(int status, RunningService service, ITestOutputHelper output) : FeatureTest(service, output)
{
    private readonly Step _error = Step.Status(status).WithBody("{}");

    [Fact]
    public Task The_fifth_attempt_is_the_answer_after_delays_that_double() => EveryProvider.AtOnceAsync(async dialect =>
    {
        var pool = NewPool(dialect);
        var endpoint = await pool.AddAsync(new { initial_retry_delay = 0.1 });
        endpoint.AtProvider.Then(_error, times: 4);

        var reply = await pool.MustServeAsync();

        Assert.Equal(5, reply.Attempts);
        AssertDelays(endpoint, 0.1, 0.2, 0.4, 0.8);
        var counts = await endpoint.CountsAsync();
        Assert.Equal((1, 1, 0, 0, 0), counts.Outcomes);
        Assert.Equal((4, status == 429 ? 4 : 0), (counts.Retried, counts.RateLimited));
    });

    [Fact]
    public Task Delays_grow_by_the_factor_up_to_the_longest() => EveryProvider.AtOnceAsync(async dialect =>
    {
        var pool = NewPool(dialect);
        var endpoint = await pool.AddAsync(new { initial_retry_delay = 0.05, backoff_factor = 3, max_retry_delay = 0.2 });
        endpoint.AtProvider.Then(_error, times: 4);

        await pool.MustServeAsync();

        AssertDelays(endpoint, 0.05, 0.15, 0.2, 0.2);
    });

    [Theory, EveryProvider]
    public async Task When_retries_run_out_the_caller_gets_the_providers_last_answer_and_that_trying_again_is_no_use(ProviderDialect dialect)
    {
        var pool = NewPool(dialect);
        var endpoint = await pool.AddAsync(new { initial_retry_delay = 0.01, max_retries = 2 });
        for (var i = 0; i < 3; i++)
        {
            endpoint.AtProvider.Then(Step.Status(status).WithBody($"no. {i}", "text/plain").WithHeader("X-Marker", $"m{i}"));
        }

        var reply = await pool.CallAsync();

        Assert.Equal((status, "no. 2", "m2"), (reply.Status, reply.Text, reply["X-Marker"]));
        Assert.Equal(("false", 3, 3), (reply["x-should-retry"], reply.Attempts, endpoint.AtProvider.Count));
        var counts = await endpoint.CountsAsync();
        Assert.Equal((1, 0, 1, 0, 0), counts.Outcomes);
        Assert.Equal(2, counts.Retried);
    }

    [Theory, EveryProvider]
    public async Task Without_retries_the_first_answer_is_the_callers(ProviderDialect dialect)
    {
        var pool = NewPool(dialect);
        var endpoint = await pool.AddAsync(new { max_retries = 0 });
        endpoint.AtProvider.Always(_error);

        var reply = await pool.CallAsync();

        Assert.Equal((status, "{}", "false", 1), (reply.Status, reply.Text, reply["x-should-retry"], reply.Attempts));
        Assert.Equal(1, endpoint.AtProvider.Count);
    }

    [Theory, EveryProvider]
    public async Task Another_endpoint_is_asked_at_once_and_a_move_costs_no_retry(ProviderDialect dialect)
    {
        var pool = NewPool(dialect);
        var settings = new { max_retries = 0, initial_retry_delay = 30 };
        TestEndpoint[] endpoints = [await pool.AddAsync(settings), await pool.AddAsync(settings)];
        foreach (var endpoint in endpoints)
        {
            endpoint.AtProvider.Then(_error);
        }

        var failed = await pool.CallAsync();

        Assert.Equal((status, 2), (failed.Status, failed.Attempts));
        Assert.All(endpoints, endpoint => Assert.Equal(1, endpoint.AtProvider.Count));
    }

    private static void AssertDelays(TestEndpoint endpoint, params double[] seconds)
    {
        var gaps = Gaps.Of(endpoint);
        Assert.Equal(seconds.Length, gaps.Count);
        for (var i = 0; i < seconds.Length; i++)
        {
            Assert.InRange(gaps[i].TotalSeconds, seconds[i], (seconds[i] * 1.1) + Gaps.Slack.TotalSeconds);
        }
    }
}

[Collection(SharedServices.Passing)]
public sealed class RateLimitBackoffTests(RunningService service, ITestOutputHelper output) : BackoffTests(429, service, output);

[Collection(SharedServices.Passing)]
public sealed class ErrorBackoffTests(RunningService service, ITestOutputHelper output) : BackoffTests(500, service, output);
