using MultiplexCluster.FakeProviders;
using MultiplexCluster.FakeProviders.Scripting;
using MultiplexCluster.Host.Tests.Service;
using Xunit;
using Xunit.Abstractions;

namespace MultiplexCluster.Host.Tests.Features;

[Collection(SharedServices.Failing)]
public sealed class PinningTests(RunningService service, ITestOutputHelper output) : FeatureTest(service, output)
{
    [Theory, EveryProvider]
    public async Task A_pinned_request_uses_that_endpoint_or_none(ProviderDialect dialect)
    {
        var pool = NewPool(dialect);
        var (a, b) = (await pool.AddAsync(), await pool.AddAsync());

        for (var i = 0; i < 3; i++)
        {
            var reply = await pool.PinnedAsync(b.Id);
            Assert.Equal((200, b.Id), (reply.Status, reply.Endpoint));
        }

        Assert.Equal((0, 3), (a.AtProvider.Count, b.AtProvider.Count));
    }

    [Theory, EveryProvider]
    public async Task An_unknown_endpoint_is_not_found(ProviderDialect dialect)
    {
        var pool = NewPool(dialect);

        var reply = await pool.PinnedAsync("nobody");

        Assert.Equal((404, "endpoint_not_found", "false"), (reply.Status, reply.Code(pool.Wire), reply["x-should-retry"]));
        Assert.Null(reply.Endpoint);
        Assert.Contains("'nobody'", reply.Text, StringComparison.Ordinal);
    }

    [Theory, EveryProvider]
    public async Task An_endpoint_of_another_provider_is_refused_and_gets_nothing(ProviderDialect dialect)
    {
        var pool = NewPool(dialect);
        var other = await NewPool(dialect is ProviderDialect.Groq ? ProviderDialect.OpenAi : ProviderDialect.Groq).AddAsync();

        var reply = await pool.PinnedAsync(other.Id);

        Assert.Equal((400, "invalid_request"), (reply.Status, reply.Code(pool.Wire)));
        Assert.Equal(0, other.AtProvider.Count);
    }

    [Theory, EveryProvider]
    public async Task A_disabled_endpoint_says_so_at_once(ProviderDialect dialect)
    {
        var pool = NewPool(dialect);
        var endpoint = await pool.AddAsync(new { enabled = false });

        var reply = await pool.PinnedAsync(endpoint.Id);

        Assert.Equal((503, "no_endpoint_available"), (reply.Status, reply.Code(pool.Wire)));
        Assert.Contains("switched off by the operator", reply.Text, StringComparison.Ordinal);
        Assert.Equal(0, endpoint.AtProvider.Count);
        Assert.Equal((0, 0, 0, 0, 1), (await endpoint.CountsAsync()).Outcomes);
    }

    [Theory, EveryProvider]
    public async Task A_quarantined_endpoint_says_so_at_once(ProviderDialect dialect)
    {
        var pool = NewPool(dialect);
        var endpoint = await pool.AddAsync();
        endpoint.AtProvider.Then(Step.InvalidKey());
        await pool.PinnedAsync(endpoint.Id);

        var reply = await pool.PinnedAsync(endpoint.Id);

        Assert.Equal((503, "no_endpoint_available"), (reply.Status, reply.Code(pool.Wire)));
        Assert.Contains((await endpoint.GetAsync()).GetProperty("reason").GetString()!, reply.Text, StringComparison.Ordinal);
        Assert.Equal(1, endpoint.AtProvider.Count);
    }

    [Theory, EveryProvider]
    public async Task A_draining_endpoint_says_so_at_once(ProviderDialect dialect)
    {
        var pool = NewPool(dialect);
        var gate = new Gate();
        var endpoint = await pool.AddAsync();
        endpoint.AtProvider.Then(Step.Ok().HeldBy(gate));
        var running = pool.CallAsync();
        await gate.WaitForHeldAsync(1);

        await endpoint.DeleteAsync();
        var reply = await pool.PinnedAsync(endpoint.Id);
        gate.Open();

        Assert.Equal((503, "no_endpoint_available"), (reply.Status, reply.Code(pool.Wire)));
        Assert.Contains("being deleted", reply.Text, StringComparison.Ordinal);
        Assert.Equal(200, (await running).Status);
    }

    [Theory, EveryProvider]
    public async Task A_pinned_request_is_tried_again_at_its_endpoint_although_another_is_free(ProviderDialect dialect)
    {
        var pool = NewPool(dialect);
        var (endpoint, other) = (await pool.AddAsync(new { initial_retry_delay = 0.02 }), await pool.AddAsync());
        endpoint.AtProvider.Then(Step.Status(500)).Then(Step.Status(429).WithBody("{}")).Then(Step.CutBeforeHeaders());

        var reply = await pool.PinnedAsync(endpoint.Id);

        Assert.Equal((200, endpoint.Id, 4), (reply.Status, reply.Endpoint, reply.Attempts));
        Assert.Equal(0, other.AtProvider.Count);
    }

    [Fact]
    public Task A_pinned_request_waits_out_its_endpoints_cooldown_although_another_is_free() => EveryProvider.AtOnceAsync(async dialect =>
    {
        var pool = NewPool(dialect);
        var endpoint = await pool.AddAsync(new { max_retries = 0 });
        await pool.AddAsync();
        endpoint.AtProvider.Then(Step.RateLimited("1"));
        await pool.PinnedAsync(endpoint.Id);

        var reply = await pool.PinnedAsync(endpoint.Id);

        Assert.Equal((200, endpoint.Id), (reply.Status, reply.Endpoint));
        Assert.InRange(Gaps.Of(endpoint)[0].TotalSeconds, 1.0, 1.3 + Gaps.Slack.TotalSeconds);
    });

    [Theory, EveryProvider]
    public async Task A_pinned_request_waits_for_a_slot_although_another_endpoint_is_free(ProviderDialect dialect)
    {
        var pool = NewPool(dialect);
        var gate = new Gate();
        var endpoint = await pool.AddAsync(new { max_concurrent_requests = 1 });
        var other = await pool.AddAsync();
        endpoint.AtProvider.Always(Step.Ok().HeldBy(gate));
        var calls = Enumerable.Range(0, 2).Select(_ => pool.PinnedAsync(endpoint.Id)).ToList();
        await endpoint.WaitForQueueAsync(1);

        gate.Open();

        Assert.All(await Task.WhenAll(calls), reply => Assert.Equal((200, endpoint.Id), (reply.Status, reply.Endpoint)));
        Assert.Equal(0, other.AtProvider.Count);
    }

    [Fact]
    public Task A_pinned_request_waits_out_an_open_circuit() => EveryProvider.AtOnceAsync(async dialect =>
    {
        var pool = NewPool(dialect);
        var endpoint = await pool.AddAsync(new { max_retries = 0, breaker_failures = 1, breaker_open = 0.7 });
        endpoint.AtProvider.Then(Step.Status(500));
        await pool.PinnedAsync(endpoint.Id);
        await endpoint.WaitForStateAsync("circuit_open");

        var reply = await pool.PinnedAsync(endpoint.Id);

        Assert.Equal(200, reply.Status);
        Assert.InRange(Gaps.Of(endpoint)[0].TotalSeconds, 0.7, 0.8 + Gaps.Slack.TotalSeconds);
    });
}
