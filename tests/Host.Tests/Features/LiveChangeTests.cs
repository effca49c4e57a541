using MultiplexCluster.FakeProviders;
using MultiplexCluster.FakeProviders.Scripting;
using MultiplexCluster.Host.Tests.Service;
using Xunit;
using Xunit.Abstractions;

namespace MultiplexCluster.Host.Tests.Features;

/// <summary>Settings changed while requests run and wait.</summary>
[Collection(SharedServices.Waiting)]
public sealed class LiveChangeTests(RunningService service, ITestOutputHelper output) : FeatureTest(service, output)
{
    private readonly Gate _gate = new();

    [Theory, EveryProvider]
    public async Task A_higher_limit_starts_waiting_requests_at_once(ProviderDialect dialect)
    {
        var (pool, endpoint) = await HeldAsync(dialect, new { max_concurrent_requests = 1 });
        var calls = Enumerable.Range(0, 4).Select(_ => pool.CallAsync()).ToList();
        await endpoint.WaitForQueueAsync(3);

        await endpoint.PatchAsync(new { max_concurrent_requests = 3 });
        await _gate.WaitForHeldAsync(3);
        await endpoint.WaitForQueueAsync(1);
        _gate.Open();

        Assert.All(await Task.WhenAll(calls), reply => Assert.Equal(200, reply.Status));
        Assert.Equal(3, endpoint.AtProvider.MaxInFlight);
    }

    [Theory, EveryProvider]
    public async Task A_lower_limit_holds_for_every_call_that_starts_after_it(ProviderDialect dialect)
    {
        var (pool, endpoint) = await HeldAsync(dialect, new { max_concurrent_requests = 3 });
        var calls = Enumerable.Range(0, 5).Select(_ => pool.CallAsync()).ToList();
        await _gate.WaitForHeldAsync(3);
        await endpoint.WaitForQueueAsync(2);

        await endpoint.PatchAsync(new { max_concurrent_requests = 1 });
        Assert.Equal(2, _gate.Release(2));
        await Eventually.GetAsync(endpoint.CountsAsync, c => c.Running == 1);
        var counts = await endpoint.CountsAsync();
        _gate.Open();

        Assert.All(await Task.WhenAll(calls), reply => Assert.Equal(200, reply.Status));
        Assert.Equal((1, 2), (counts.Running, counts.QueueLength));
    }

    [Theory, EveryProvider]
    public async Task A_larger_queue_takes_more_requests(ProviderDialect dialect)
    {
        var (pool, endpoint) = await HeldAsync(dialect, new { max_concurrent_requests = 1, queue_size = 0 });
        var running = pool.CallAsync();
        await _gate.WaitForHeldAsync(1);
        var refused = await pool.CallAsync();

        await endpoint.PatchAsync(new { queue_size = 1 });
        var waiting = pool.CallAsync();
        await endpoint.WaitForQueueAsync(1);
        _gate.Open();

        Assert.Equal((429, "queue_full"), (refused.Status, refused.Code(pool.Wire)));
        Assert.Equal((200, 200), ((await running).Status, (await waiting).Status));
    }

    [Theory, EveryProvider]
    public async Task The_queue_can_be_switched_off_and_those_in_it_are_still_served(ProviderDialect dialect)
    {
        var (pool, endpoint) = await HeldAsync(dialect, new { max_concurrent_requests = 1 });
        var calls = Enumerable.Range(0, 2).Select(_ => pool.CallAsync()).ToList();
        await endpoint.WaitForQueueAsync(1);

        await endpoint.PatchAsync(new { queue_enabled = false });
        var refused = await pool.CallAsync();
        _gate.Open();

        Assert.Equal((429, "queue_full"), (refused.Status, refused.Code(pool.Wire)));
        Assert.All(await Task.WhenAll(calls), reply => Assert.Equal(200, reply.Status));
    }

    [Theory, EveryProvider]
    public async Task The_number_of_retries_changes_for_the_next_request(ProviderDialect dialect)
    {
        var pool = NewPool(dialect);
        var endpoint = await pool.AddAsync(new { max_retries = 0, initial_retry_delay = 0.01 });
        endpoint.AtProvider.Then(Step.Status(500), times: 2);

        var failed = await pool.CallAsync();
        await endpoint.PatchAsync(new { max_retries = 1 });
        var served = await pool.CallAsync();

        Assert.Equal((500, 1), (failed.Status, failed.Attempts));
        Assert.Equal((200, 2), (served.Status, served.Attempts));
    }

    [Theory, EveryProvider]
    public async Task The_models_an_endpoint_serves_change_for_the_next_request(ProviderDialect dialect)
    {
        var pool = NewPool(dialect);
        var endpoint = await pool.AddAsync(new { models = new[] { "other-*" } });

        var refused = await pool.CallModelAsync("model-1");
        await endpoint.PatchAsync(new { models = new[] { "other-*", "model-*" } });
        var served = await pool.CallModelAsync("model-1");

        Assert.Equal((503, "no_endpoint_available"), (refused.Status, refused.Code(pool.Wire)));
        Assert.Equal(200, served.Status);
    }

    [Theory, EveryProvider]
    public async Task Switched_off_it_refuses_those_that_wait_and_finishes_those_that_run(ProviderDialect dialect)
    {
        var (pool, endpoint) = await HeldAsync(dialect, new { max_concurrent_requests = 1 });
        var running = pool.CallAsync();
        await _gate.WaitForHeldAsync(1);
        var waiting = pool.CallAsync();
        await endpoint.WaitForQueueAsync(1);

        await endpoint.PostAsync("disable");
        var refused = await waiting;
        var next = await pool.CallAsync();
        _gate.Open();
        var finished = await running;
        await endpoint.PatchAsync(new { enabled = true });

        Assert.Equal((503, "no_endpoint_available"), (refused.Status, refused.Code(pool.Wire)));
        Assert.Equal((503, "no_endpoint_available"), (next.Status, next.Code(pool.Wire)));
        Assert.Equal(200, finished.Status);
        await pool.MustServeAsync();
    }

    [Theory, EveryProvider]
    public async Task The_time_a_provider_has_for_its_first_byte_changes_for_the_next_request(ProviderDialect dialect)
    {
        var pool = NewPool(dialect);
        var endpoint = await pool.AddAsync(new { max_retries = 0 });
        endpoint.AtProvider.Always(Step.Silent());

        await endpoint.PatchAsync(new { first_byte_timeout = 0.3 });
        var reply = await pool.CallAsync();

        Assert.Equal((504, "upstream_timeout"), (reply.Status, reply.Code(pool.Wire)));
    }

    private async Task<(TestPool Pool, TestEndpoint Endpoint)> HeldAsync(ProviderDialect dialect, object settings)
    {
        var pool = NewPool(dialect);
        var endpoint = await pool.AddAsync(settings);
        endpoint.AtProvider.Always(Step.Ok().HeldBy(_gate));
        return (pool, endpoint);
    }
}
