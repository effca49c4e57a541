using MultiplexCluster.FakeProviders;
using MultiplexCluster.FakeProviders.Scripting;
using MultiplexCluster.Host.Tests.Service;
using Xunit;
using Xunit.Abstractions;

namespace MultiplexCluster.Host.Tests.Features;

[Collection(SharedServices.Failing)]
public sealed class BreakerTests(RunningService service, ITestOutputHelper output) : FeatureTest(service, output)
{
    [Theory, EveryProvider]
    public async Task It_opens_after_so_many_failures_and_lets_nothing_through_while_another_endpoint_serves(ProviderDialect dialect)
    {
        var pool = NewPool(dialect);
        var failing = await pool.AddAsync(new { max_retries = 0, breaker_failures = 3 });
        failing.AtProvider.Always(Step.Status(500));
        for (var i = 0; i < 3; i++)
        {
            Assert.Equal("available", await failing.StateAsync());
            Assert.Equal(500, (await pool.PinnedAsync(failing.Id)).Status);
        }

        var other = await pool.AddAsync();
        var replies = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => pool.MustServeAsync()));

        Assert.Equal("circuit_open", await failing.StateAsync());
        Assert.All(replies, reply => Assert.Equal(other.Id, reply.Endpoint));
        Assert.Equal(3, failing.AtProvider.Count);
    }

    [Theory]
    [InlineData("invalid_prompt", "available")]
    [InlineData("rate_limit_exceeded", "cooling_down")]
    [InlineData("server_error", "circuit_open")]
    public async Task An_error_inside_a_stream_counts_as_what_it_is(string code, string state)
    {
        var pool = NewPool(ProviderDialect.OpenAi);
        var endpoint = await pool.AddAsync(new { breaker_failures = 1, initial_retry_delay = 60 });
        endpoint.AtProvider.Then(Step.Ok().WithBody(
            "data: {\"error\":{\"message\":\"x\",\"type\":\"x\",\"code\":\"" + code + "\"}}\n\n", "text/event-stream"));

        var reply = await pool.StreamAsync();

        Assert.Equal((200, state), (reply.Status, await endpoint.StateAsync()));
        Assert.Equal(1, (await endpoint.CountsAsync()).Failed);
    }

    [Theory, EveryProvider]
    public async Task After_its_time_one_call_probes_and_a_good_answer_closes_it(ProviderDialect dialect)
    {
        var pool = NewPool(dialect);
        var gate = new Gate();
        var endpoint = await pool.AddAsync(new { max_retries = 0, breaker_failures = 1, breaker_open = 0.5 });
        endpoint.AtProvider.Then(Step.Status(500)).Then(Step.Ok().HeldBy(gate));
        await pool.CallAsync();

        var calls = Enumerable.Range(0, 3).Select(_ => pool.PinnedAsync(endpoint.Id)).ToList();
        await gate.WaitForHeldAsync(1);
        await endpoint.WaitForQueueAsync(2);
        var (state, probing) = (await endpoint.StateAsync(), endpoint.AtProvider.InFlight);
        gate.Open();

        Assert.All(await Task.WhenAll(calls), reply => Assert.Equal(200, reply.Status));
        Assert.Equal(("half_open", 1), (state, probing));
        Assert.Equal("available", await endpoint.StateAsync());
        Assert.InRange(Gaps.Of(endpoint)[0].TotalSeconds, 0.5, 0.6 + Gaps.Slack.TotalSeconds);
    }

    [Fact]
    public Task A_failed_probe_opens_it_again_for_twice_as_long() => EveryProvider.AtOnceAsync(async dialect =>
    {
        var pool = NewPool(dialect);
        var endpoint = await pool.AddAsync(new { max_retries = 0, breaker_failures = 1, breaker_open = 0.3 });
        endpoint.AtProvider.Then(Step.Status(500), times: 2);

        await pool.PinnedAsync(endpoint.Id);
        Assert.Equal(500, (await pool.PinnedAsync(endpoint.Id)).Status);
        Assert.Equal(200, (await pool.PinnedAsync(endpoint.Id)).Status);

        var gaps = Gaps.Of(endpoint);
        Assert.InRange(gaps[0].TotalSeconds, 0.3, 0.4 + Gaps.Slack.TotalSeconds);
        Assert.InRange(gaps[1].TotalSeconds, 0.6, 0.7 + Gaps.Slack.TotalSeconds);
    });

    [Theory, EveryProvider]
    public async Task Rate_limits_and_the_callers_own_errors_never_open_it(ProviderDialect dialect)
    {
        var pool = NewPool(dialect);
        var endpoint = await pool.AddAsync(new { max_retries = 0, breaker_failures = 1, initial_retry_delay = 0.01, max_retry_delay = 0.01 });
        endpoint.AtProvider.Then(Step.Status(429).WithBody("{}"), times: 3).Then(Step.Status(400), times: 3);

        for (var i = 0; i < 6; i++)
        {
            await pool.CallAsync();
        }

        Assert.Equal("available", await endpoint.StateAsync());
        Assert.Equal(6, endpoint.AtProvider.Count);
    }

    [Theory, EveryProvider]
    public async Task An_operator_closes_it(ProviderDialect dialect)
    {
        var pool = NewPool(dialect);
        var endpoint = await pool.AddAsync(new { max_retries = 0, breaker_failures = 1 });
        endpoint.AtProvider.Then(Step.Status(500));
        await pool.CallAsync();
        Assert.Equal("circuit_open", await endpoint.StateAsync());

        await endpoint.PostAsync("reset-backoff");

        Assert.Equal("available", await endpoint.StateAsync());
        await pool.MustServeAsync();
    }
}
