using System.Globalization;
using MultiplexCluster.Core.Queueing;
using MultiplexCluster.FakeProviders;
using MultiplexCluster.FakeProviders.Counting;
using MultiplexCluster.FakeProviders.Scripting;
using MultiplexCluster.Host.Tests.Service;
using Xunit;
using Xunit.Abstractions;

namespace MultiplexCluster.Host.Tests.Features;

/// <summary>A service whose callers need keys.</summary>
public sealed class KeyedService : RunningService
{
    protected override IReadOnlyDictionary<string, string> Settings { get; } =
        new Dictionary<string, string> { ["Multiplex__RequireClientKey"] = "true" };
}

/// <summary>Fair turns between callers and classes at one endpoint.</summary>
public sealed class FairnessTests(KeyedService service, ITestOutputHelper output) : FeatureTest<KeyedService>(service, output), IClassFixture<KeyedService>
{
    private static readonly TimeSpan Call = TimeSpan.FromMilliseconds(60);
    private readonly ITestOutputHelper _output = output;

    [Fact]
    public async Task A_caller_with_ten_times_the_load_does_not_double_the_others_99th_percentile()
    {
        var (quiet, busy) = await TwoCallersAsync();

        // Both at the same time, so that whatever else the machine does slows down both.
        var waits = await Task.WhenAll(
            WaitsBesideAsync(await PoolAsync(slots: 2), quiet, busy, others: 2), WaitsBesideAsync(await PoolAsync(slots: 2), quiet, busy, others: 20));

        var (alike, beside) = (waits[0], waits[1]);
        _output.WriteLine($"99th percentile: {alike} ms beside an equal, {beside} ms beside ten times the load");
        Assert.InRange(beside, 0, 2 * Math.Max(alike, (int)Call.TotalMilliseconds));
    }

    [Fact]
    public async Task High_waits_about_one_call_while_low_asks_for_all_there_is_and_low_keeps_its_share()
    {
        var (caller, _) = await TwoCallersAsync();
        var pool = NewPool(ProviderDialect.OpenAi);
        var endpoint = await AddAsync(pool, slots: 1);
        using var enough = new CancellationTokenSource();
        var low = Enumerable.Range(0, 10).Select(_ => RepeatAsync(pool, enough.Token, caller, ("X-Multiplex-Priority", "low"))).ToList();
        await Eventually.GetAsync(() => Task.FromResult(Fake.InFlight), n => n > 0);

        var high = new List<int>();
        for (var i = 0; i < 25; i++)
        {
            high.Add(QueueMs(await pool.CallAsync(caller, ("X-Multiplex-Priority", "high"))));
        }

        await enough.CancelAsync();
        var lows = (await Task.WhenAll(low)).Sum(waits => waits.Count);
        high.Sort();
        var slot = SlotTime(endpoint.AtProvider.Calls);
        _output.WriteLine($"high waits {high[12]} ms in the median, a slot's time is {slot.TotalMilliseconds:0.0} ms; {lows} low calls beside {high.Count} high ones");
        Assert.InRange(high[12], 0, 1.05 * slot.TotalMilliseconds); // medians of different calls
        Assert.InRange(lows, high.Count / 13, int.MaxValue);
    }

    [Fact]
    public async Task Low_gets_its_turn_of_thirteen_though_high_and_medium_ask_for_all_there_is()
    {
        var (caller, _) = await NewCallerAsync();
        var pool = NewPool(ProviderDialect.OpenAi);
        var gate = new Gate();
        var endpoint = await pool.AddAsync(new { max_concurrent_requests = 2, queue_size = 1_000 });
        endpoint.AtProvider.Always(Step.Ok().HeldBy(gate));
        List<Task<Reply>> calls = [pool.CallAsync(caller), pool.CallAsync(caller)];
        await gate.WaitForHeldAsync(2);
        calls.AddRange(new[] { ("low", 20), ("medium", 60), ("high", 80) }.SelectMany(of => Enumerable.Range(0, of.Item2).Select(i =>
            pool.CallAsync(caller, ("X-Multiplex-Priority", of.Item1), ("X-Request-Id", $"{of.Item1}-{i}")))));
        await endpoint.WaitForQueueAsync(160);

        endpoint.AtProvider.Always(Step.Ok().WithLatency(TimeSpan.FromMilliseconds(5)));
        gate.Open();
        Assert.All(await Task.WhenAll(calls), reply => Assert.Equal(200, reply.Status));

        // As long as all three wait: until the last high one begins.
        var starts = endpoint.AtProvider.Calls.Skip(2).Select(c => c.Header("X-Request-Id")[0].Split('-')[0]).ToList();
        starts = starts[..(starts.LastIndexOf("high") + 1)];
        var shares = starts.CountBy(name => name).ToDictionary();
        _output.WriteLine($"of {starts.Count} starts: {string.Join(", ", shares)}");
        Assert.InRange(shares["low"], starts.Count / 13, 20);
        Assert.InRange(shares["medium"], (4 * starts.Count / 13) - 2, 60);
    }

    /// <summary>From one start to the next at a key with one slot, in the median.</summary>
    private static TimeSpan SlotTime(IReadOnlyList<RecordedCall> calls) =>
        calls.Zip(calls.Skip(1), (one, next) => next.StartedAt - one.StartedAt).Order().ElementAt((calls.Count - 1) / 2);

    private async Task<int> WaitsBesideAsync(TestPool pool, (string, string) quiet, (string, string) busy, int others)
    {
        using var enough = new CancellationTokenSource();
        var load = Enumerable.Range(0, others).Select(_ => RepeatAsync(pool, enough.Token, busy)).ToList();
        var waits = new List<int>();
        await Task.WhenAll(Enumerable.Range(0, 2).Select(async _ =>
        {
            for (var i = 0; i < 30; i++)
            {
                var wait = QueueMs(await pool.CallAsync(quiet));
                lock (waits)
                {
                    waits.Add(wait);
                }
            }
        }));
        await enough.CancelAsync();
        await Task.WhenAll(load);
        waits.Sort();
        return waits[^2]; // one of 60 may be the machine's
    }

    private static async Task<List<int>> RepeatAsync(TestPool pool, CancellationToken enough, params (string, string)[] headers)
    {
        var waits = new List<int>();
        while (!enough.IsCancellationRequested)
        {
            waits.Add(QueueMs(await pool.CallAsync(headers)));
        }

        return waits;
    }

    private static int QueueMs(Reply reply)
    {
        Assert.True(reply.Status == 200, reply.ToString());
        return int.Parse(reply["X-Multiplex-Queue-Ms"]!, CultureInfo.InvariantCulture);
    }

    private async Task<TestPool> PoolAsync(int slots)
    {
        var pool = NewPool(ProviderDialect.OpenAi);
        await AddAsync(pool, slots);
        return pool;
    }

    private static async Task<TestEndpoint> AddAsync(TestPool pool, int slots)
    {
        var endpoint = await pool.AddAsync(new { max_concurrent_requests = slots });
        endpoint.AtProvider.Always(Step.Ok().WithLatency(Call));
        return endpoint;
    }

    /// <summary>Two callers in different lanes.</summary>
    private async Task<((string, string) One, (string, string) Other)> TwoCallersAsync()
    {
        var (one, lane) = await NewCallerAsync();
        while (true)
        {
            var (other, otherLane) = await NewCallerAsync();
            if (otherLane != lane)
            {
                return (one, other);
            }
        }
    }

    private async Task<((string, string) Header, byte Lane)> NewCallerAsync()
    {
        var answer = await Service.Admin.SendAsync("POST", "/client-keys", new System.Text.Json.Nodes.JsonObject { ["name"] = "caller" });
        return (("Authorization", $"Bearer {answer.Json.GetProperty("key").GetString()}"), Lanes.Of(answer.Json.GetProperty("id").GetString()!));
    }
}
