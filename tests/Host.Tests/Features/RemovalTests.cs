using MultiplexCluster.FakeProviders;
using MultiplexCluster.FakeProviders.Scripting;
using MultiplexCluster.Host.Tests.Service;
using Xunit;
using Xunit.Abstractions;

namespace MultiplexCluster.Host.Tests.Features;

/// <summary>Endpoints deleted, and keys changed, while calls run.</summary>
[Collection(SharedServices.Failing)]
public sealed class RemovalTests(RunningService service, ITestOutputHelper output) : FeatureTest(service, output)
{
    [Theory, EveryProvider]
    public async Task A_deleted_endpoint_finishes_what_runs_and_is_then_gone(ProviderDialect dialect)
    {
        var (pool, endpoint, gate) = await HeldAsync(dialect);
        var running = pool.StreamAsync();
        await gate.WaitForHeldAsync(1);

        await endpoint.DeleteAsync();
        var draining = await endpoint.StateAsync();
        var refused = await pool.CallAsync();
        gate.Open();
        var finished = await running;

        Assert.Equal("draining", draining);
        Assert.Equal((503, "no_endpoint_available"), (refused.Status, refused.Code(pool.Wire)));
        Assert.Equal((200, true), (finished.Status, finished.EndedWell));
        await Eventually.GetAsync(() => Service.Admin.SendAsync("GET", $"/endpoints/{endpoint.Id}"), a => a.Status == 404);
        var late = await pool.PinnedAsync(endpoint.Id);
        Assert.Equal((404, "endpoint_not_found"), (late.Status, late.Code(pool.Wire)));
        Assert.Equal(1, endpoint.AtProvider.Count);
    }

    [Theory, EveryProvider]
    public async Task Requests_that_wait_at_a_deleted_endpoint_are_answered_at_once(ProviderDialect dialect)
    {
        var (pool, endpoint, gate) = await HeldAsync(dialect, 1);
        var running = pool.CallAsync();
        await gate.WaitForHeldAsync(1);
        var waiting = pool.CallAsync();
        await endpoint.WaitForQueueAsync(1);

        await endpoint.DeleteAsync();
        var refused = await waiting;
        gate.Open();

        Assert.Equal((503, "no_endpoint_available"), (refused.Status, refused.Code(pool.Wire)));
        Assert.Equal(200, (await running).Status);
    }

    [Theory, EveryProvider]
    public async Task A_deleted_id_can_be_used_again_and_counts_from_zero(ProviderDialect dialect)
    {
        var pool = NewPool(dialect);
        var endpoint = await pool.AddAsync();
        await pool.MustServeAsync();
        var taken = await Service.Admin.SendAsync("POST", "/endpoints", pool.Body(endpoint));

        await endpoint.DeleteAsync();
        await Eventually.GetAsync(() => Service.Admin.SendAsync("POST", "/endpoints", pool.Body(endpoint)), a => a.Status == 201);
        var fresh = await endpoint.CountsAsync();
        await pool.MustServeAsync();

        Assert.Equal(409, taken.Status);
        Assert.Equal((0, 0, 0, 0, 0), fresh.Outcomes);
        Assert.Equal(2, endpoint.AtProvider.Count);
    }

    [Theory, EveryProvider]
    public async Task A_call_that_runs_finishes_on_its_key_and_the_next_uses_the_new_one(ProviderDialect dialect)
    {
        var (pool, endpoint, gate) = await HeldAsync(dialect, 1);
        var running = pool.CallAsync();
        await gate.WaitForHeldAsync(1);
        var waiting = pool.CallAsync();
        await endpoint.WaitForQueueAsync(1);

        await endpoint.PostAsync("rotate-key", new { api_key = endpoint.Key + "-2" });
        gate.Open();

        Assert.Equal((200, 200), ((await running).Status, (await waiting).Status));
        await pool.MustServeAsync();
        Assert.Equal((1, 2), (endpoint.AtProvider.Count, Fake.Key(endpoint.Key + "-2").Count));
    }

    [Theory, EveryProvider]
    public async Task A_refusal_of_the_old_key_doesnt_put_the_new_one_away(ProviderDialect dialect)
    {
        var pool = NewPool(dialect);
        var gate = new Gate();
        var endpoint = await pool.AddAsync();
        endpoint.AtProvider.Always(Step.InvalidKey().HeldBy(gate));
        var running = pool.CallAsync();
        await gate.WaitForHeldAsync(1);

        await endpoint.PostAsync("rotate-key", new { api_key = endpoint.Key + "-2" });
        gate.Open();
        await running;

        Assert.Equal("available", await endpoint.StateAsync());
        await pool.MustServeAsync();
    }

    private async Task<(TestPool Pool, TestEndpoint Endpoint, Gate Gate)> HeldAsync(ProviderDialect dialect, int limit = 5)
    {
        var pool = NewPool(dialect);
        var gate = new Gate();
        var endpoint = await pool.AddAsync(new { max_concurrent_requests = limit });
        endpoint.AtProvider.Always(Step.Ok().HeldBy(gate));
        return (pool, endpoint, gate);
    }
}
