using MultiplexCluster.FakeProviders;
using MultiplexCluster.FakeProviders.Scripting;
using MultiplexCluster.Host.Tests.Service;
using Xunit;
using Xunit.Abstractions;

namespace MultiplexCluster.Host.Tests.Features;

/// <summary>Each request counts once, by its final outcome.</summary>
[Collection(SharedServices.Passing)]
public sealed class CountingTests(RunningService service, ITestOutputHelper output) : FeatureTest(service, output)
{
    [Theory, EveryProvider]
    public async Task Good_answers_streams_retries_and_failures_count_once_each(ProviderDialect dialect)
    {
        var pool = NewPool(dialect);
        var endpoint = await pool.AddAsync(new { initial_retry_delay = 0.01, max_retries = 2 });
        endpoint.AtProvider
            .Then(Step.Ok()).Then(Step.Ok())
            .Then(Step.Status(500), 2).Then(Step.Ok())
            .Then(Step.Status(500), 3)
            .Then(Step.Status(404));

        await pool.MustServeAsync();
        await pool.StreamAsync();
        await pool.MustServeAsync();
        await pool.CallAsync();
        await pool.CallAsync();

        var counts = await endpoint.CountsAsync();
        Assert.Equal((5, 3, 2, 0, 0), counts.Outcomes);
        Assert.Equal((4, 0, 0), (counts.Retried, counts.Running, counts.QueueLength));
        Assert.Equal(9, endpoint.AtProvider.Count);
    }

    [Theory, EveryProvider]
    public async Task A_request_that_moves_counts_at_the_endpoint_that_answered(ProviderDialect dialect)
    {
        var pool = NewPool(dialect);
        var settings = new { max_retries = 0 };
        TestEndpoint[] endpoints = [await pool.AddAsync(settings), await pool.AddAsync(settings)];
        Array.ForEach(endpoints, e => e.AtProvider.Always(Step.Status(500)));
        await pool.CallAsync();
        Array.ForEach(endpoints, e => e.AtProvider.ClearScript());

        var totals = new[] { await endpoints[0].CountsAsync(), await endpoints[1].CountsAsync() };

        Assert.Equal((1, 1), (totals.Sum(c => c.Total), totals.Sum(c => c.Failed)));
        Assert.Equal(1, totals.Sum(c => c.Retried));
        Assert.Equal((1, 1), (endpoints[0].AtProvider.Count, endpoints[1].AtProvider.Count));
    }

    [Theory, EveryProvider]
    public async Task A_caller_who_leaves_counts_as_cancelled_and_its_slot_is_free_again(ProviderDialect dialect)
    {
        var pool = NewPool(dialect);
        var endpoint = await pool.AddAsync(new { max_concurrent_requests = 1 });
        endpoint.AtProvider.Then(Step.Silent()).Then(Step.Ok().WithEvents(1000).WithEventDelay(TimeSpan.FromMilliseconds(50)));

        using (var leaving = new CancellationTokenSource())
        {
            var left = pool.SendAsync(pool.Request(), leaving.Token);
            await endpoint.AtProvider.WaitForInFlightAsync(1);
            await leaving.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => left);
        }

        using (var request = pool.Request(stream: true))
        {
            using var response = await Service.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
            await using var stream = await response.Content.ReadAsStreamAsync();
            Assert.True(await stream.ReadAsync(new byte[16]) > 0);
        }

        await endpoint.AtProvider.WaitForInFlightAsync(0);
        await pool.MustServeAsync();

        await Eventually.GetAsync(endpoint.CountsAsync, c => c.Outcomes == (3, 1, 0, 2, 0));
        Assert.Equal((3, 1), (endpoint.AtProvider.Count, endpoint.AtProvider.MaxInFlight));
    }

    [Theory, EveryProvider]
    public async Task Refusals_are_not_in_the_total(ProviderDialect dialect)
    {
        var pool = NewPool(dialect);
        var endpoint = await pool.AddAsync(new { max_retries = 0, queue_timeout = 0.1 });
        endpoint.AtProvider.Then(Step.RateLimited("60"));
        await pool.CallAsync();

        await pool.CallAsync();
        await pool.PinnedAsync(endpoint.Id);

        Assert.Equal((1, 0, 1, 0, 2), (await endpoint.CountsAsync()).Outcomes);
    }

    [Theory, EveryProvider]
    public async Task Nothing_a_refused_request_does_is_counted(ProviderDialect dialect)
    {
        var pool = NewPool(dialect);
        var endpoint = await pool.AddAsync();

        await pool.CallAsync(("X-Multiplex-Nonsense", "1"));
        await pool.SendAsync(pool.Post("/nowhere", "{}"));

        Assert.Equal((0, 0, 0, 0, 0), (await endpoint.CountsAsync()).Outcomes);
        Assert.Equal(0, endpoint.AtProvider.Count);
    }
}
