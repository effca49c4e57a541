using MultiplexCluster.FakeProviders;
using MultiplexCluster.FakeProviders.Scripting;
using MultiplexCluster.Host.Tests.Service;
using Xunit;
using Xunit.Abstractions;

namespace MultiplexCluster.Host.Tests.Features;

public sealed class ServiceWithRules : RunningService
{
    protected override IReadOnlyDictionary<string, string> Settings { get; } = new Dictionary<string, string>
    {
        ["Multiplex__Routing__Pools__turns__Strategy"] = "round_robin",
        ["Multiplex__Routing__EmptyTier"] = "refuse",
    };
}

/// <summary>How an endpoint is chosen: by the operator's settings, and by what a request asks for.</summary>
public sealed class SelectionTests(ServiceWithRules service, ITestOutputHelper output)
    : FeatureTest<ServiceWithRules>(service, output), IClassFixture<ServiceWithRules>
{
    private readonly ITestOutputHelper _output = output;

    [Theory]
    [InlineData("least_loaded", 1)]
    [InlineData("weighted", 1)]
    [InlineData("round_robin", 1)]
    [InlineData("least_loaded", 12)]
    [InlineData("weighted", 12)]
    [InlineData("round_robin", 12)]
    [InlineData("least_loaded", 300)]
    [InlineData("weighted", 300)]
    [InlineData("round_robin", 300)]
    public async Task Three_hundred_calls_on_four_equal_endpoints_spread_within_a_tenth(string strategy, int atOnce)
    {
        var pool = NewPool(ProviderDialect.OpenAi);
        var endpoints = await AddAsync(pool, 4);
        var takes = TimeSpan.FromMilliseconds(atOnce == 300 ? 30 : 0);
        endpoints.ForEach(endpoint => endpoint.AtProvider.Always(Step.Ok().WithLatency(takes)));

        await CallAsync(300, atOnce, _ => pool.MustServeAsync(("X-Multiplex-Strategy", strategy)));

        var counts = endpoints.Select(endpoint => endpoint.AtProvider.Count).ToList();
        _output.WriteLine($"calls per endpoint: {string.Join(", ", counts)}");
        Assert.All(counts, count => Assert.InRange(count, 68, 82));
    }

    [Fact]
    public async Task Two_choices_leave_none_idle()
    {
        var pool = NewPool(ProviderDialect.OpenAi);
        var endpoints = await AddAsync(pool, 4);

        await CallAsync(200, 12, _ => pool.MustServeAsync(("X-Multiplex-Strategy", "Power_Of_Two")));

        Assert.All(endpoints, endpoint => Assert.InRange(endpoint.AtProvider.Count, 30, 70));
    }

    [Fact]
    public async Task Turns_are_taken_by_weight()
    {
        var pool = NewPool(ProviderDialect.OpenAi);
        var (light, heavy) = (await pool.AddAsync(), await pool.AddAsync(new { weight = 3 }));

        await CallAsync(80, 1, _ => pool.MustServeAsync(("X-Multiplex-Strategy", "weighted")));

        Assert.Equal((20, 60), (light.AtProvider.Count, heavy.AtProvider.Count));
    }

    [Fact]
    public async Task The_endpoint_that_begins_to_answer_first_is_preferred()
    {
        var pool = NewPool(ProviderDialect.OpenAi);
        var (slow, quick) = (await pool.AddAsync(), await pool.AddAsync());
        slow.AtProvider.Always(Step.Ok().WithLatency(TimeSpan.FromMilliseconds(300)));

        await CallAsync(30, 1, _ => pool.MustServeAsync(("X-Multiplex-Strategy", "lowest_latency")));

        Assert.InRange(slow.AtProvider.Count, 1, 3);
        Assert.InRange(quick.AtProvider.Count, 27, 29);
    }

    [Fact]
    public async Task A_pool_has_the_strategy_that_its_setting_names_and_a_request_may_ask_for_another()
    {
        var pool = NewPool(ProviderDialect.OpenAi);
        var gate = new Gate();
        TestEndpoint[] endpoints = [await pool.AddAsync(new { pool = "turns" }), await pool.AddAsync(new { pool = "turns" })];
        endpoints[0].AtProvider.Always(Step.Ok().HeldBy(gate));
        List<Task<Reply>> held = [.. Enumerable.Range(0, 4).Select(_ => pool.CallAsync(("X-Multiplex-Pool", "turns")))];

        // In turns each gets two, however long the first one's take.
        await gate.WaitForHeldAsync(2);
        await Eventually.GetAsync(() => Task.FromResult(endpoints[1].AtProvider.Count), count => count == 2);
        for (var i = 0; i < 3; i++)
        {
            await pool.MustServeAsync(("X-Multiplex-Pool", "turns"), ("X-Multiplex-Strategy", "least_loaded"));
        }

        Assert.Equal((2, 5), (endpoints[0].AtProvider.Count, endpoints[1].AtProvider.Count));
        gate.Open();
        Assert.All(await Task.WhenAll(held), reply => Assert.Equal(200, reply.Status));
    }

    [Fact]
    public async Task Where_the_setting_says_so_a_tier_without_endpoints_refuses()
    {
        var pool = NewPool(ProviderDialect.OpenAi);
        var high = await pool.AddAsync(new { tier = "high" });

        var refused = await pool.CallAsync();

        Assert.Equal((503, "no_endpoint_available"), (refused.Status, refused.Code(pool.Wire)));
        Assert.Contains("kept for requests of priority high", refused.Text, StringComparison.Ordinal);
        Assert.Equal(high.Id, (await pool.MustServeAsync(("X-Multiplex-Priority", "high"))).Endpoint);
    }

    [Theory, EveryProvider]
    public async Task An_unknown_strategy_or_pool_is_refused_with_those_there_are(ProviderDialect dialect)
    {
        var pool = NewPool(dialect);
        var endpoint = await pool.AddAsync();

        var strategy = await pool.CallAsync(("X-Multiplex-Strategy", "fastest"));
        var unknown = await pool.CallAsync(("X-Multiplex-Pool", "nowhere"));

        Assert.Equal((400, "invalid_request"), (strategy.Status, strategy.Code(pool.Wire)));
        Assert.Contains("least_loaded", strategy.Text, StringComparison.Ordinal);
        Assert.Equal((400, "invalid_request"), (unknown.Status, unknown.Code(pool.Wire)));
        Assert.Contains("nowhere", unknown.Text, StringComparison.Ordinal);
        Assert.Matches("there are .*(pool-|turns)", unknown.Text);
        Assert.Equal(0, endpoint.AtProvider.Count);
    }

    private static async Task<List<TestEndpoint>> AddAsync(TestPool pool, int count)
    {
        var endpoints = new List<TestEndpoint>();
        for (var i = 0; i < count; i++)
        {
            endpoints.Add(await pool.AddAsync(new { max_concurrent_requests = 5 }));
        }

        return endpoints;
    }

    private static Task CallAsync(int calls, int atOnce, Func<int, Task> call) =>
        Parallel.ForAsync(0, calls, new ParallelOptions { MaxDegreeOfParallelism = atOnce }, async (i, _) => await call(i));
}
