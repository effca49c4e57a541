using MultiplexCluster.FakeProviders;
using MultiplexCluster.FakeProviders.Scripting;
using MultiplexCluster.Host.Tests.Service;
using Xunit;
using Xunit.Abstractions;

namespace MultiplexCluster.Host.Tests.Features;

/// <summary>Two endpoints of one provider have nothing in common.</summary>
[Collection(SharedServices.Waiting)]
public sealed class IsolationTests(RunningService service, ITestOutputHelper output) : FeatureTest(service, output)
{
    [Theory, EveryProvider]
    public async Task Each_has_its_own_key_and_counters(ProviderDialect dialect)
    {
        var pool = NewPool(dialect);
        var (a, b) = (await pool.AddAsync(), await pool.AddAsync());
        b.AtProvider.Always(Step.Ok().WithUsage(3, 5));

        for (var i = 0; i < 3; i++)
        {
            Assert.Equal(a.Id, (await pool.PinnedAsync(a.Id)).Endpoint);
        }

        Assert.Equal(b.Id, (await pool.PinnedAsync(b.Id)).Endpoint);

        var (ofA, ofB) = (await a.CountsAsync(), await b.CountsAsync());
        Assert.Equal((3, 1), (ofA.Successful, ofB.Successful));
        Assert.Equal((3, 1), (a.AtProvider.Count, b.AtProvider.Count));
        Assert.Equal((3L * FakeTokens.Input, 3L * FakeTokens.Output, 3, 5), (ofA.Input, ofA.Output, ofB.Input, ofB.Output));
    }

    [Theory, EveryProvider]
    public async Task Each_has_its_own_limit_and_queue(ProviderDialect dialect)
    {
        var pool = NewPool(dialect);
        var gate = new Gate();
        var (a, b) = (await pool.AddAsync(new { max_concurrent_requests = 1 }), await pool.AddAsync(new { max_concurrent_requests = 2 }));
        a.AtProvider.Always(Step.Ok().HeldBy(gate));
        b.AtProvider.Always(Step.Ok().HeldBy(gate));

        var calls = Enumerable.Range(0, 3).SelectMany(_ => new[] { pool.PinnedAsync(a.Id), pool.PinnedAsync(b.Id) }).ToList();
        await a.WaitForQueueAsync(2);
        await b.WaitForQueueAsync(1);
        await gate.WaitForHeldAsync(3);
        gate.Open();

        Assert.All(await Task.WhenAll(calls), reply => Assert.Equal(200, reply.Status));
        Assert.Equal((1, 2), (a.AtProvider.MaxInFlight, b.AtProvider.MaxInFlight));
    }

    [Theory, EveryProvider]
    public async Task Each_has_its_own_backoff(ProviderDialect dialect)
    {
        var pool = NewPool(dialect);
        var (a, b) = (await pool.AddAsync(new { max_retries = 0 }), await pool.AddAsync(new { max_retries = 0 }));
        a.AtProvider.Then(Step.RateLimited("30"));

        await pool.PinnedAsync(a.Id);
        var served = await pool.PinnedAsync(b.Id);

        Assert.Equal(200, served.Status);
        Assert.Equal(("cooling_down", "available"), (await a.StateAsync(), await b.StateAsync()));
        await a.PostAsync("reset-backoff");
        Assert.Equal("available", await a.StateAsync());
        Assert.Equal(200, (await pool.PinnedAsync(a.Id)).Status);
    }

    [Theory, EveryProvider]
    public async Task Concurrent_rate_limits_of_one_key_are_one_event(ProviderDialect dialect)
    {
        var pool = NewPool(dialect);
        var gate = new Gate();
        var endpoint = await pool.AddAsync(new { max_retries = 1, initial_retry_delay = 0.4 });
        endpoint.AtProvider.Then((Step.Status(429).WithBody("{}")).HeldBy(gate), times: 5);

        var calls = Enumerable.Range(0, 5).Select(_ => pool.CallAsync()).ToList();
        await gate.WaitForHeldAsync(5);
        gate.Open();

        Assert.All(await Task.WhenAll(calls), reply => Assert.Equal(200, reply.Status));
        var all = endpoint.AtProvider.Calls;
        Assert.InRange((all[5].StartedAt - all[4].EndedAt!.Value).TotalSeconds, 0.35, 0.44 + Gaps.Slack.TotalSeconds);
        Assert.Equal(10, all.Count);
    }
}
