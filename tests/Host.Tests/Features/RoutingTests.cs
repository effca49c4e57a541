using MultiplexCluster.FakeProviders;
using MultiplexCluster.FakeProviders.Scripting;
using MultiplexCluster.Host.Tests.Service;
using Xunit;
using Xunit.Abstractions;

namespace MultiplexCluster.Host.Tests.Features;

/// <summary>Which of several endpoints an unpinned request uses.</summary>
[Collection(SharedServices.Failing)]
public sealed class RoutingTests(RunningService service, ITestOutputHelper output) : FeatureTest(service, output)
{
    [Theory, EveryProvider]
    public async Task Only_endpoints_of_the_named_pool_are_used(ProviderDialect dialect)
    {
        var (pool, other) = (NewPool(dialect), NewPool(dialect));
        var (inPool, elsewhere) = (await pool.AddAsync(), await other.AddAsync());
        var unlabelled = await pool.AddAsync(new { pool = (string?)null });

        await pool.MustServeAsync();
        await other.MustServeAsync();
        var nobody = await NewPool(dialect).CallAsync();

        Assert.Equal((1, 1, 0), (inPool.AtProvider.Count, elsewhere.AtProvider.Count, unlabelled.AtProvider.Count));
        Assert.Equal((400, "invalid_request"), (nobody.Status, nobody.Code(pool.Wire)));
        Assert.Contains("pool-", nobody.Text, StringComparison.Ordinal);
        await unlabelled.DeleteAsync();
    }

    [Theory, EveryProvider]
    public async Task Without_a_pool_only_endpoints_without_a_label_are_used(ProviderDialect dialect)
    {
        var pool = NewPool(dialect);
        var labelled = await pool.AddAsync();
        var unlabelled = await pool.AddAsync(new { pool = (string?)null });
        var request = pool.Request();
        request.Headers.Remove("X-Multiplex-Pool");

        var reply = await pool.SendAsync(request);

        Assert.Equal((200, unlabelled.Id, 0), (reply.Status, reply.Endpoint, labelled.AtProvider.Count));
        await unlabelled.DeleteAsync();
    }

    [Theory, EveryProvider]
    public async Task A_model_goes_to_endpoints_whose_patterns_match(ProviderDialect dialect)
    {
        var pool = NewPool(dialect);
        var small = await pool.AddAsync(new { models = new[] { "small-*", "tiny" } });
        var large = await pool.AddAsync(new { models = new[] { "*-large-*" } });

        Assert.Equal(small.Id, (await pool.CallModelAsync("small-1")).Endpoint);
        Assert.Equal(small.Id, (await pool.CallModelAsync("tiny")).Endpoint);
        Assert.Equal(large.Id, (await pool.CallModelAsync("x-large-1")).Endpoint);
        Assert.Equal(503, (await pool.CallModelAsync("tiny-2")).Status);
        Assert.Equal(503, (await pool.CallModelAsync("mini-small-1")).Status);
    }

    // Defect: the error didn't say what keeps each endpoint from serving.
    [Theory, EveryProvider]
    public async Task Where_nobody_serves_a_request_it_is_told_why_of_each_endpoint(ProviderDialect dialect)
    {
        var pool = NewPool(dialect);
        var off = await pool.AddAsync(new { enabled = false });
        var refused = await pool.AddAsync();
        var other = await pool.AddAsync(new { models = new[] { "other-*" } });
        refused.AtProvider.Always(Step.InvalidKey());
        await pool.CallAsync();

        var reply = await pool.CallAsync();

        Assert.Equal((503, "no_endpoint_available"), (reply.Status, reply.Code(pool.Wire)));
        Assert.Contains(
            $"at the moment: {off.Id} (disabled), {refused.Id} (quarantined), {other.Id} (model not served)",
            reply.Json.GetProperty("error").GetProperty("message").GetString(),
            StringComparison.Ordinal);
    }

    [Theory, EveryProvider]
    public async Task A_high_request_borrows_a_lower_tiers_slot_and_a_low_one_never_a_higher_tiers(ProviderDialect dialect)
    {
        var pool = NewPool(dialect);
        var gate = new Gate();
        var high = await AddHeldAsync(pool, gate, new { tier = "high", max_concurrent_requests = 1 });
        var low = await AddHeldAsync(pool, gate, new { tier = "low", max_concurrent_requests = 2 });

        var calls = new List<Task<Reply>> { pool.CallAsync(("X-Multiplex-Priority", "high")) };
        await high.AtProvider.WaitForCallsAsync(1);
        calls.Add(pool.CallAsync(("X-Multiplex-Priority", "high")));
        await low.AtProvider.WaitForCallsAsync(1);
        calls.Add(pool.CallAsync(("X-Multiplex-Priority", "low")));
        await low.AtProvider.WaitForCallsAsync(2);
        Assert.Equal(1, gate.Release());
        await high.AtProvider.WaitForInFlightAsync(0);
        calls.Add(pool.CallAsync(("X-Multiplex-Priority", "low")));
        await low.WaitForQueueAsync(1);
        gate.Open();

        Assert.All(await Task.WhenAll(calls), reply => Assert.Equal(200, reply.Status));
        Assert.Equal((1, 3), (high.AtProvider.Count, low.AtProvider.Count));
    }

    [Theory, EveryProvider]
    public async Task A_tier_without_endpoints_is_served_by_the_next_one_down_else_up(ProviderDialect dialect)
    {
        var pool = NewPool(dialect);
        var (high, low) = (await pool.AddAsync(new { tier = "high" }), await pool.AddAsync(new { tier = "low" }));

        Assert.Equal(low.Id, (await pool.MustServeAsync()).Endpoint);
        await low.DeleteAsync();
        await Eventually.GetAsync(async () => (await pool.CallAsync(("X-Multiplex-Priority", "low"))).Endpoint, id => id == high.Id);
        Assert.Equal(high.Id, (await pool.MustServeAsync()).Endpoint);
    }

    [Theory, EveryProvider]
    public async Task Calls_in_flight_are_shared_by_weight(ProviderDialect dialect)
    {
        var pool = NewPool(dialect);
        var gate = new Gate();
        var light = await AddHeldAsync(pool, gate, new { weight = 1, max_concurrent_requests = 50 });
        var heavy = await AddHeldAsync(pool, gate, new { weight = 3, max_concurrent_requests = 50 });

        var calls = Enumerable.Range(0, 40).Select(_ => pool.CallAsync()).ToList();
        await gate.WaitForHeldAsync(40);
        var inFlight = (Light: light.AtProvider.InFlight, Heavy: heavy.AtProvider.InFlight);
        gate.Open();
        await Task.WhenAll(calls);

        Assert.InRange(inFlight.Light, 8, 12);
        Assert.InRange(inFlight.Heavy, 28, 32);
    }

    [Theory, EveryProvider]
    public async Task A_waiting_request_moves_to_an_endpoint_that_becomes_free_when_its_own_stops_admitting(ProviderDialect dialect)
    {
        var pool = NewPool(dialect);
        var gate = new Gate();
        var stopping = await AddHeldAsync(pool, gate, new { max_concurrent_requests = 1 });
        var running = pool.CallAsync();
        await gate.WaitForHeldAsync(1);
        var waiting = pool.CallAsync();
        await stopping.WaitForQueueAsync(1);
        var free = await pool.AddAsync();

        await stopping.PostAsync("disable");
        var moved = await waiting;
        gate.Open();

        Assert.Equal((200, free.Id), (moved.Status, moved.Endpoint));
        Assert.Equal(200, (await running).Status);
    }

    [Fact]
    public async Task An_endpoint_serves_from_the_moment_its_creation_is_answered_and_none_was_available_for_a_while()
    {
        await Parallel.ForAsync(0, 100, new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (i, _) =>
        {
            var pool = NewPool((ProviderDialect)(i % 4));
            await pool.AddAsync();
            await pool.MustServeAsync();
        });
    }

    private static async Task<TestEndpoint> AddHeldAsync(TestPool pool, Gate gate, object settings)
    {
        var endpoint = await pool.AddAsync(settings);
        endpoint.AtProvider.Always(Step.Ok().HeldBy(gate));
        return endpoint;
    }
}
