using MultiplexCluster.FakeProviders;
using MultiplexCluster.FakeProviders.Counting;
using MultiplexCluster.FakeProviders.Scripting;
using MultiplexCluster.Host.Tests.Service;
using Xunit;
using Xunit.Abstractions;

namespace MultiplexCluster.Host.Tests.Features;

[Collection(SharedServices.Waiting)]
public sealed class QueueTests(RunningService service, ITestOutputHelper output) : FeatureTest(service, output)
{
    [Theory, EveryProvider]
    public async Task Requests_over_the_limit_wait_and_are_served_in_the_order_they_came(ProviderDialect dialect)
    {
        var (pool, endpoint, gate) = await HeldAsync(dialect, new { max_concurrent_requests = 1 });
        var calls = new List<Task<Reply>>();
        for (var i = 0; i < 6; i++)
        {
            calls.Add(pool.CallAsync(("X-Request-Id", $"order-{i}")));
            await (i == 0 ? gate.WaitForHeldAsync(1) : endpoint.WaitForQueueAsync(i));
        }

        gate.Open();
        var replies = await Task.WhenAll(calls);

        Assert.All(replies, reply => Assert.Equal(200, reply.Status));
        Assert.Equal(Enumerable.Range(0, 6).Select(i => $"order-{i}"), OrderAt(endpoint));
        Assert.Equal(1, endpoint.AtProvider.MaxInFlight);
    }

    [Theory, EveryProvider]
    public async Task Waiting_requests_are_served_8_to_4_to_1_by_priority_and_in_order_within_one(ProviderDialect dialect)
    {
        var (pool, endpoint, gate) = await HeldAsync(dialect, new { max_concurrent_requests = 1 });
        var calls = new List<Task<Reply>> { pool.CallAsync() };
        await gate.WaitForHeldAsync(1);
        string[] classes = ["low", "medium", "high"];
        foreach (var (priority, count) in classes.Zip([2, 8, 16]))
        {
            for (var i = 0; i < count; i++)
            {
                calls.Add(pool.CallAsync(("X-Multiplex-Priority", priority), ("X-Request-Id", $"{priority}-{i:00}")));
                await endpoint.WaitForQueueAsync(calls.Count - 1);
            }
        }

        gate.Open();
        await Task.WhenAll(calls);

        var served = OrderAt(endpoint).Skip(1).ToList();
        foreach (var round in served.Chunk(13))
        {
            Assert.Equal([1, 4, 8], classes.Select(c => round.Count(id => id.StartsWith(c, StringComparison.Ordinal))));
        }

        Assert.All(classes, c =>
        {
            var ofClass = served.Where(id => id.StartsWith(c, StringComparison.Ordinal)).ToList();
            Assert.Equal(ofClass.Order(StringComparer.Ordinal), ofClass);
        });
    }

    [Theory, EveryProvider]
    public async Task A_request_over_limit_and_queue_is_refused_and_none_before(ProviderDialect dialect)
    {
        var (pool, endpoint, gate) = await HeldAsync(dialect, new { max_concurrent_requests = 2, queue_size = 3 });
        var calls = Enumerable.Range(0, 5).Select(_ => pool.CallAsync()).ToList();
        await endpoint.WaitForQueueAsync(3);
        await gate.WaitForHeldAsync(2);

        var refused = await pool.CallAsync();
        gate.Open();
        var served = await Task.WhenAll(calls);

        Assert.Equal((429, "queue_full"), (refused.Status, refused.Code(pool.Wire)));
        Assert.Matches("^[1-9][0-9]*$", refused["Retry-After"]!);
        Assert.All(served, reply => Assert.Equal(200, reply.Status));
        Assert.Equal((5, 5, 0, 0, 1), (await endpoint.CountsAsync()).Outcomes);
        Assert.Equal((5, 2), (endpoint.AtProvider.Count, endpoint.AtProvider.MaxInFlight));
    }

    [Theory, EveryProvider]
    public async Task Without_a_queue_a_request_over_the_limit_is_refused_at_once(ProviderDialect dialect)
    {
        var (pool, endpoint, gate) = await HeldAsync(dialect, new { max_concurrent_requests = 1, queue_enabled = false });
        var running = pool.CallAsync();
        await gate.WaitForHeldAsync(1);

        var refused = await pool.CallAsync();
        gate.Open();

        Assert.Equal((429, "queue_full"), (refused.Status, refused.Code(pool.Wire)));
        Assert.NotNull(refused["Retry-After"]);
        Assert.Equal(200, (await running).Status);
        Assert.Equal(1, endpoint.AtProvider.Count);
    }

    [Theory, EveryProvider]
    public async Task A_request_that_waited_for_its_endpoints_queue_timeout_is_answered_so(ProviderDialect dialect)
    {
        var (pool, endpoint, gate) = await HeldAsync(dialect, new { max_concurrent_requests = 1, queue_timeout = 0.4 });
        var running = pool.CallAsync();
        await gate.WaitForHeldAsync(1);

        var late = await pool.CallAsync();
        gate.Open();

        Assert.Equal((503, "queue_timeout"), (late.Status, late.Code(pool.Wire)));
        Assert.InRange(int.Parse(late["X-Multiplex-Queue-Ms"]!, System.Globalization.CultureInfo.InvariantCulture), 400, 30_000);
        Assert.Equal(200, (await running).Status);
        Assert.Equal((1, 1, 0, 0, 1), (await endpoint.CountsAsync()).Outcomes);
    }

    // Defect: the message said when a slot was expected, and the headers that waiting doesn't help.
    [Theory, EveryProvider]
    public async Task One_whose_time_is_up_is_told_to_come_back_where_it_can_be_told_when(ProviderDialect dialect)
    {
        var (pool, endpoint, gate) = await HeldAsync(dialect, new { max_concurrent_requests = 1 });
        var first = pool.CallAsync();
        await gate.WaitForHeldAsync(1);
        var unknown = await pool.CallAsync(("X-Multiplex-Timeout", "0.2"));
        gate.Open();
        Assert.Equal(200, (await first).Status);
        var second = new Gate();
        endpoint.AtProvider.Always(Step.Ok().HeldBy(second));
        var running = pool.CallAsync();
        await second.WaitForHeldAsync(1);

        var known = await pool.CallAsync(("X-Multiplex-Timeout", "0.2"));
        second.Open();

        Assert.Equal((503, "queue_timeout", null, "false"), (unknown.Status, unknown.Code(pool.Wire), unknown["Retry-After"], unknown["x-should-retry"]));
        Assert.Equal((503, "queue_timeout", null), (known.Status, known.Code(pool.Wire), known["x-should-retry"]));
        Assert.Contains($"a slot is expected in about {known["Retry-After"]} s", known.Text, StringComparison.Ordinal);
        Assert.Equal(200, (await running).Status);
    }

    [Theory, EveryProvider]
    public async Task A_requests_own_time_limit_goes_before_its_endpoints(ProviderDialect dialect)
    {
        var (pool, endpoint, gate) = await HeldAsync(dialect, new { max_concurrent_requests = 1, queue_timeout = 0.3 });
        var running = pool.CallAsync();
        await gate.WaitForHeldAsync(1);
        var patient = pool.CallAsync(("X-Multiplex-Timeout", "60"));
        await endpoint.WaitForQueueAsync(1);

        var late = await pool.CallAsync(("X-Multiplex-Timeout", "0.5"));
        var stillWaiting = await endpoint.CountsAsync();
        gate.Open();

        Assert.Equal((503, "queue_timeout"), (late.Status, late.Code(pool.Wire)));
        Assert.Equal(1, stillWaiting.QueueLength);
        Assert.Equal(200, (await patient).Status);
        Assert.Equal(200, (await running).Status);
    }

    [Theory, EveryProvider]
    public async Task A_caller_who_leaves_the_queue_is_never_called_for(ProviderDialect dialect)
    {
        var (pool, endpoint, gate) = await HeldAsync(dialect, new { max_concurrent_requests = 1 });
        var running = pool.CallAsync();
        await gate.WaitForHeldAsync(1);
        using var leaving = new CancellationTokenSource();
        var left = pool.SendAsync(pool.Request(), leaving.Token);
        await endpoint.WaitForQueueAsync(1);

        await leaving.CancelAsync();
        await endpoint.WaitForQueueAsync(0);
        gate.Open();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => left);
        Assert.Equal(200, (await running).Status);
        Assert.Equal((2, 1, 0, 1, 0), (await endpoint.CountsAsync()).Outcomes);
        Assert.Equal(1, endpoint.AtProvider.Count);
    }

    private async Task<(TestPool Pool, TestEndpoint Endpoint, Gate Gate)> HeldAsync(ProviderDialect dialect, object settings)
    {
        var pool = NewPool(dialect);
        var endpoint = await pool.AddAsync(settings);
        var gate = new Gate();
        endpoint.AtProvider.Always(Step.Ok().HeldBy(gate));
        return (pool, endpoint, gate);
    }

    private static IEnumerable<string> OrderAt(TestEndpoint endpoint) =>
        endpoint.AtProvider.Calls.Select(call => call.Header("X-Request-Id").Single());
}
