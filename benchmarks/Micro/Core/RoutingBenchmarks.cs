using BenchmarkDotNet.Attributes;
using MultiplexCluster.Contracts.Endpoints;
using MultiplexCluster.Contracts.Identity;
using MultiplexCluster.Contracts.Protocol;
using MultiplexCluster.Contracts.Requests;
using MultiplexCluster.Core.Routing;

namespace MultiplexCluster.Micro.Core;

/// <summary>Choosing an endpoint out of pools of different sizes.</summary>
public class RoutingBenchmarks
{
    private static readonly TimeSpan Now = TimeSpan.FromHours(1);
    private readonly Random _random = new(1);
    private readonly Pool _pool = new();
    private RoutingEntry[] _entries = [];
    private TierCandidates _tier = new();

    [Params(4, 64, 5_000)]
    public int Endpoints { get; set; }

    /// <summary>All slots are in use.</summary>
    [Params(false, true)]
    public bool Taken { get; set; }

    [GlobalSetup]
    public void Fill()
    {
        _entries = [.. Enumerable.Range(0, Endpoints).Select(Entry)];
        _tier = new TierCandidates(_entries);
        Array.ForEach(_entries, _pool.Add);
    }

    [Benchmark]
    public RoutingEntry Choose() => LeastLoaded.Choose(_entries, null, Now, _random)!.Value.Entry;

    [Benchmark]
    public RoutingEntry Weighted() => By(RoutingStrategy.Weighted);

    [Benchmark]
    public RoutingEntry RoundRobin() => By(RoutingStrategy.RoundRobin);

    [Benchmark]
    public RoutingEntry PowerOfTwo() => By(RoutingStrategy.PowerOfTwo);

    [Benchmark]
    public RoutingEntry LowestLatency() => By(RoutingStrategy.LowestLatency);

    [Benchmark]
    public RoutingEntry OfASession() => BySession(_entries[^1]);

    [Benchmark]
    public RoutingEntry OfANewSession() => BySession(last: null);

    [Benchmark]
    public RoutingEntry ChooseByTierAndModel() => RouteChoice.Choose(_pool, PriorityClass.High, "gpt-4o-mini", null, Now, _random)!.Value.Entry;

    private RoutingEntry BySession(RoutingEntry? last) =>
        SessionChoice.OrStrategy(_pool, PriorityClass.Medium, "gpt-4o-mini", 42, last, null, Now, _random)!.Value.Entry;

    private RoutingEntry By(RoutingStrategy strategy) => Strategies.Choose(strategy, _tier, null, Now, _random)!.Value.Entry;

    private RoutingEntry Entry(int i)
    {
        var settings = new EndpointSettings { Provider = ProviderKind.OpenAi, MaxConcurrentRequests = 20, Models = ["gpt-*"] };
        var entry = new RoutingEntry(EndpointId.Parse($"e{i}")) { Settings = settings };
        entry.Heard(new EndpointLoad(EndpointState.Available, 0, Taken ? 20 : _random.Next(10), 0, 0), Now);
        entry.FirstByteCame(TimeSpan.FromMilliseconds(_random.Next(50, 500)), Now);
        return entry;
    }
}
