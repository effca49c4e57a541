using System.Globalization;
using MultiplexCluster.FakeProviders;
using MultiplexCluster.FakeProviders.Scripting;
using MultiplexCluster.Host.Tests.Service;
using Xunit;
using Xunit.Abstractions;

namespace MultiplexCluster.Host.Tests.Features;

/// <summary>Keys that answer 429 for a while, as the provider sees what is done about it.</summary>
[Collection(SharedServices.Keeping)]
public sealed class StormTests(RunningService service, ITestOutputHelper output) : FeatureTest(service, output)
{
    private const int Slots = 4;
    private static readonly TimeSpan Named = TimeSpan.FromSeconds(2);
    private static readonly Step Storm = Step.RateLimited("2").WithLatency(TimeSpan.FromMilliseconds(100));
    private readonly ITestOutputHelper _output = output;

    [Fact]
    public async Task One_key_of_four_is_left_alone_until_its_time_probed_once_and_missed_by_nobody()
    {
        var call = TimeSpan.FromMilliseconds(400);
        var pool = NewPool(ProviderDialect.OpenAi);
        var endpoints = await AddAsync(pool, 4, new { max_concurrent_requests = Slots }, call);
        var (limited, others) = (endpoints[0], endpoints[1..]);

        // What three keys do of which none is limited, at the same time and on the same machine.
        var besides = NewPool(ProviderDialect.OpenAi);
        var unlimited = await AddAsync(besides, 3, new { max_concurrent_requests = Slots }, call);
        using var enough = new CancellationTokenSource();
        var callers = Enumerable.Range(0, 7 * Slots).Select(_ => RepeatAsync(pool, enough.Token)).ToList();
        var calm = Enumerable.Range(0, 7 * Slots).Select(_ => RepeatAsync(besides, enough.Token)).ToList();
        await Task.WhenAll(endpoints.Select(e => e.AtProvider.WaitForCallsAsync(3 * Slots, Eventually.Patience)));

        limited.AtProvider.Always(Storm);
        await limited.WaitForStateAsync("cooling_down");
        await Eventually.GetAsync(limited.CountsAsync, counts => counts.Running == 0);

        // The first probe is limited once more, the second is served.
        limited.AtProvider.Always(Step.Ok().WithLatency(call)).Then(Step.RateLimited("1").WithLatency(call)).Then(Step.Ok().WithLatency(call));
        var before = limited.AtProvider.Count;
        await limited.AtProvider.WaitForCallsAsync(before + 2, Eventually.Patience);
        await limited.AtProvider.WaitForInFlightAsync(Slots, Eventually.Patience);
        await enough.CancelAsync();
        var waits = (await Task.WhenAll(callers)).SelectMany(own => own).ToList();
        await Task.WhenAll(calm);

        var calls = limited.AtProvider.Calls;
        var storm = calls.Where(c => ReferenceEquals(c.Step, Storm)).ToList();
        var after = calls.Skip((int)before).ToList();
        var stormEnds = storm.Max(c => c.EndedAt!.Value);
        Assert.InRange(storm.Count, 1, Slots);
        Assert.InRange(after[0].StartedAt - stormEnds, Named, (Named * 1.1) + Gaps.Slack);
        Assert.InRange(after[1].StartedAt - after[0].EndedAt!.Value, Named / 2, (Named / 2 * 1.1) + Gaps.Slack);
        Assert.InRange(after[2].StartedAt - after[1].StartedAt, call - Clocks, call + Gaps.Slack);
        Assert.Equal(waits.Count + storm.Count + 1, endpoints.Sum(e => e.AtProvider.Count));

        var (from, to) = (storm.Min(c => c.EndedAt!.Value), after[1].StartedAt);
        var kept = SlotUse.Of(others.SelectMany(e => e.AtProvider.Calls), 3 * Slots, from, to);
        var possible = SlotUse.Of(unlimited.SelectMany(e => e.AtProvider.Calls), 3 * Slots, from, to);
        _output.WriteLine($"slots of the others in use: {kept:P1}, without a storm {possible:P1}; {storm.Count} calls were limited, {waits.Count} served, the longest wait was {waits.Max()} ms");
        Assert.InRange(kept, possible - Math.Max(0.05, (1 - possible) / 2), 1); // on a busy machine they differ by chance
        Assert.InRange(waits.Max(), 0, 1.25 * Named.TotalMilliseconds); // those that were limited, too, went elsewhere
        Assert.All(endpoints, e => Assert.Equal(Slots, e.AtProvider.MaxInFlight));
    }

    [Fact]
    public async Task When_all_keys_are_limited_few_calls_are_wasted_nobody_is_refused_and_all_slots_are_soon_in_use_again()
    {
        var pool = NewPool(ProviderDialect.OpenAi);
        var call = TimeSpan.FromMilliseconds(100);
        var longest = TimeSpan.FromSeconds(0.7);
        var endpoints = await AddAsync(pool, 4, new { max_concurrent_requests = Slots, queue_size = 1_000, initial_retry_delay = 0.18, max_retry_delay = longest.TotalSeconds }, call);
        var limit = Step.RateLimited().WithHeader("x-should-retry", "true").WithBody("{}").WithLatency(TimeSpan.FromMilliseconds(30));
        endpoints.ForEach(e => e.AtProvider.Always(limit));

        // A storm of seven times the longest delay, and requests as long as it lasts.
        var replies = Enumerable.Range(0, 100).Select(_ => pool.CallAsync()).ToList();
        using (var tick = new PeriodicTimer(TimeSpan.FromMilliseconds(100)))
        {
            for (var i = 0; i < 50 && await tick.WaitForNextTickAsync(); i++)
            {
                replies.AddRange(Enumerable.Range(0, 6).Select(_ => pool.CallAsync()));
            }
        }

        endpoints.ForEach(e => e.AtProvider.Always(Step.Ok().WithLatency(call)));
        var answers = await Task.WhenAll(replies);

        var calls = endpoints.SelectMany(e => e.AtProvider.Calls).ToList();
        var limited = calls.Where(c => ReferenceEquals(c.Step, limit)).ToList();
        var stormEnds = limited.Max(c => c.EndedAt!.Value);
        var full = SlotUse.FirstMoment(calls, Slots * endpoints.Count, stormEnds);
        var use = SlotUse.Of(calls, Slots * endpoints.Count, full, calls.Max(c => c.StartedAt));
        _output.WriteLine($"{calls.Count} calls for {answers.Length} requests; all slots in use {(full - stormEnds).TotalSeconds:0.00} s after the last 429, {use:P1} of their time from then on");
        Assert.All(answers, reply => Assert.True(reply.Status == 200, reply.ToString()));
        Assert.InRange(calls.Count, answers.Length, 1.2 * answers.Length);
        Assert.InRange(full - stormEnds, TimeSpan.Zero, (longest * 1.1) + TimeSpan.FromSeconds(5));
        Assert.All(endpoints, e => Assert.Equal(Slots, e.AtProvider.MaxInFlight));
    }

    /// <summary>How far a timer may be early.</summary>
    private static TimeSpan Clocks => TimeSpan.FromMilliseconds(20);

    private static async Task<List<TestEndpoint>> AddAsync(TestPool pool, int count, object settings, TimeSpan call)
    {
        var endpoints = new List<TestEndpoint>();
        for (var i = 0; i < count; i++)
        {
            endpoints.Add(await pool.AddAsync(settings));
            endpoints[i].AtProvider.Always(Step.Ok().WithLatency(call));
        }

        return endpoints;
    }

    /// <summary>Calls until it is enough: how long each waited, in ms. All are served.</summary>
    private static async Task<List<int>> RepeatAsync(TestPool pool, CancellationToken enough)
    {
        var waits = new List<int>();
        while (!enough.IsCancellationRequested)
        {
            waits.Add(int.Parse((await pool.MustServeAsync())["X-Multiplex-Queue-Ms"]!, CultureInfo.InvariantCulture));
        }

        return waits;
    }
}
