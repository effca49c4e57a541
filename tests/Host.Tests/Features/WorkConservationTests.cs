using MultiplexCluster.FakeProviders;
using MultiplexCluster.FakeProviders.Counting;
using MultiplexCluster.FakeProviders.Scripting;
using MultiplexCluster.Host.Tests.Service;
using Xunit;
using Xunit.Abstractions;

namespace MultiplexCluster.Host.Tests.Features;

/// <summary>No slot idle while somebody waits, as the provider sees it.</summary>
[Collection(SharedServices.Crowded)]
public sealed class WorkConservationTests(RunningService service, ITestOutputHelper output) : FeatureTest(service, output)
{
    private const int Slots = 5;
    private const int Calls = 300;
    private readonly ITestOutputHelper _output = output;

    [Fact]
    public async Task Calls_spread_evenly_over_equal_endpoints()
    {
        var pool = NewPool(ProviderDialect.OpenAi);
        var endpoints = await AddAsync(pool, 60, 60, 60, 60);

        await CallAsync(pool);

        var counts = endpoints.Select(e => e.AtProvider.Count).ToList();
        _output.WriteLine($"calls per endpoint: {string.Join(", ", counts)}");
        Assert.All(counts, count => Assert.InRange(count, 68, 82));
        Assert.All(endpoints, e => Assert.InRange(e.AtProvider.MaxInFlight, 1, Slots));
    }

    [Fact]
    public async Task One_endpoint_that_is_ten_times_slower_does_not_hold_up_the_pool()
    {
        var pool = NewPool(ProviderDialect.OpenAi);
        var endpoints = await AddAsync(pool, 200, 200, 200, 2_000);

        await CallAsync(pool);

        // As long as a call has not begun, somebody waits.
        var calls = endpoints.SelectMany(e => e.AtProvider.Calls).ToList();
        var (begin, end) = (calls.Min(c => c.StartedAt), calls.Max(c => c.StartedAt));
        var use = SlotUse.Of(calls, Slots * endpoints.Count, begin, end);
        var idle = endpoints.Max(e => LongestIdle(e.AtProvider.Calls, begin, end));
        _output.WriteLine($"slots in use: {use:P1}; slow one: {endpoints[3].AtProvider.Count} calls; longest idle slot: {idle.TotalMilliseconds:0} ms; all begun after {(end - begin).TotalSeconds:0.00} s");
        Assert.All(endpoints, e => Assert.InRange(e.AtProvider.MaxInFlight, 1, Slots));
        Assert.InRange(endpoints[3].AtProvider.Count, Slots, 20);
        Assert.InRange(use, 0.85, 1); // 0.95 on a machine that has nothing else to do
        Assert.InRange(idle, TimeSpan.Zero, TimeSpan.FromMilliseconds(250) + (Gaps.Slack / 4));
    }

    [Fact]
    public async Task What_waits_at_a_key_that_is_rate_limited_goes_elsewhere_before_what_comes_later()
    {
        var pool = NewPool(ProviderDialect.OpenAi);
        var (gate, otherGate) = (new Gate(), new Gate());
        var limited = (await AddAsync(pool, 0))[0];
        limited.AtProvider.Always(Step.RateLimited("60").HeldBy(gate));
        var first = Enumerable.Range(0, 15).Select(i => pool.CallAsync(("X-Request-Id", $"first-{i}"))).ToList();
        await limited.WaitForQueueAsync(10);
        await gate.WaitForHeldAsync(Slots);
        var other = await pool.AddAsync(new { max_concurrent_requests = Slots, queue_size = 1_000 });
        other.AtProvider.Always(Step.Ok().HeldBy(otherGate));
        await otherGate.WaitForHeldAsync(Slots);

        gate.Open();
        await other.WaitForQueueAsync(10);
        var later = Enumerable.Range(0, 15).Select(i => pool.CallAsync(("X-Request-Id", $"later-{i}"))).ToList();
        await other.WaitForQueueAsync(25);
        other.AtProvider.Always(Step.Ok().WithLatency(TimeSpan.FromMilliseconds(50)));
        otherGate.Open();

        Assert.All(await Task.WhenAll(first.Concat(later)), reply => Assert.Equal(200, reply.Status));
        Assert.Equal(Slots, other.AtProvider.MaxInFlight);
        Assert.Equal(Slots, limited.AtProvider.Count);

        // Calls that begin at one moment may reach the provider in any order: up to as many as there are slots.
        var calls = other.AtProvider.Calls.OrderBy(c => c.StartedAt).Select(Name).ToList();
        Assert.All(calls.Take(15 - Slots), name => Assert.StartsWith("first-", name, StringComparison.Ordinal));
        Assert.All(calls.Skip(15 + Slots), name => Assert.StartsWith("later-", name, StringComparison.Ordinal));
    }

    private static string Name(RecordedCall call) => call.Header("X-Request-Id")[0];

    private static async Task<List<TestEndpoint>> AddAsync(TestPool pool, params int[] latencies)
    {
        var endpoints = new List<TestEndpoint>();
        foreach (var latency in latencies)
        {
            var endpoint = await pool.AddAsync(new { max_concurrent_requests = Slots, queue_size = 1_000 });
            endpoint.AtProvider.Always(Step.Ok().WithLatency(TimeSpan.FromMilliseconds(latency)));
            endpoints.Add(endpoint);
        }

        return endpoints;
    }

    private static async Task CallAsync(TestPool pool)
    {
        var replies = await Task.WhenAll(Enumerable.Range(0, Calls).Select(_ => pool.CallAsync()));
        Assert.All(replies, reply => Assert.Equal(200, reply.Status));
    }

    /// <summary>The longest time in which at least one slot of the key stood idle although calls waited.</summary>
    private static TimeSpan LongestIdle(IReadOnlyList<RecordedCall> calls, TimeSpan begin, TimeSpan end)
    {
        var changes = calls.Select(c => (At: c.StartedAt, By: 1)).Concat(calls.Select(c => (At: c.EndedAt!.Value, By: -1)))
            .Where(c => c.At <= end).OrderBy(c => c.At).ThenBy(c => c.By);
        var (running, since, longest) = (0, begin, TimeSpan.Zero);
        foreach (var (at, by) in changes)
        {
            if (running < Slots && running + by >= Slots)
            {
                longest = at - since > longest ? at - since : longest;
            }
            else if (running >= Slots && running + by < Slots)
            {
                since = at;
            }

            running += by;
        }

        return running < Slots && end - since > longest ? end - since : longest;
    }
}
