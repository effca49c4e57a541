using MultiplexCluster.Contracts.Endpoints;
using MultiplexCluster.Contracts.Identity;
using MultiplexCluster.Contracts.Protocol;
using MultiplexCluster.Contracts.Requests;
using MultiplexCluster.Simulation.Measuring;
using MultiplexCluster.Simulation.Nodes;
using MultiplexCluster.Simulation.Selecting;
using MultiplexCluster.Simulation.Time;
using MultiplexCluster.Simulation.Upstream;

namespace MultiplexCluster.Simulation.Scenarios;

/// <summary>Endpoints, the nodes that call them, and a clock. Announcements reach the own node at once and the others within 100 ms.</summary>
internal sealed class World
{
    private static readonly TimeSpan Batch = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(10);
    private readonly Random _random;
    private readonly List<SimulatedEndpoint> _endpoints = [];
    private readonly List<SimulatedRouter> _routers = [];
    private readonly Dictionary<SimulatedEndpoint, TimeSpan> _idleSince = [];
    private int _next;

    public World(ISelection selection, int seed, int nodes = 3)
    {
        _random = new Random(seed);
        for (var i = 0; i < nodes; i++)
        {
            _routers.Add(new SimulatedRouter(Clock, i + 1, selection, _random, Ledger));
        }
    }

    public VirtualTime Clock { get; } = new();

    public Ledger Ledger { get; } = new();

    public TimeSpan Start { get; } = TimeSpan.FromHours(1);

    public Random Random => _random;

    public IReadOnlyList<SimulatedEndpoint> Endpoints => _endpoints;

    /// <summary>One more key.</summary>
    public ModelledKey Add(EndpointSettings settings)
    {
        var key = new ModelledKey(_random);
        var endpoint = new SimulatedEndpoint(Clock, EndpointId.Parse($"e{_endpoints.Count}"), settings, key, _random);
        var home = _endpoints.Count % _routers.Count;
        _endpoints.Add(endpoint);
        endpoint.Changed = announcement =>
        {
            for (var i = 0; i < _routers.Count; i++)
            {
                var router = _routers[i];
                Clock.After(i == home ? TimeSpan.Zero : Batch * _random.NextDouble(), () => router.Hear(endpoint, announcement));
            }
        };
        endpoint.Shares = pause => Clock.After(SimulatedRouter.Hop, () => Spread(pause));
        _routers.ForEach(router => router.Hear(endpoint, endpoint.Announcement()));
        return key;
    }

    private void Spread(ScopePaused pause)
    {
        _routers.ForEach(router => router.Hear(pause));
        _endpoints.ForEach(endpoint => endpoint.Hear(pause));
    }

    /// <summary>A request, at each node in turn.</summary>
    public void Execute(Wish wish, Action ended) => _routers[_next++ % _routers.Count].Execute(wish, ended);

    /// <summary>Callers that each send their next request when one of theirs is answered.</summary>
    /// <param name="callers">How many.</param>
    /// <param name="priority">Of what class their requests are.</param>
    /// <param name="until">For how long they do so.</param>
    /// <param name="firstCaller">The number of the first.</param>
    /// <param name="each">How many requests each has on its way.</param>
    /// <param name="haveKeys">Each has a client key, and a lane by that.</param>
    /// <param name="usage">What a call uses.</param>
    public void Closed(int callers, PriorityClass priority, TimeSpan until, int firstCaller = 0, int each = 1, bool haveKeys = false, Func<TokenUsage>? usage = null)
    {
        for (var caller = firstCaller; caller < firstCaller + callers; caller++)
        {
            for (var i = 0; i < each; i++)
            {
                var who = caller;
                Clock.After(Look * _random.NextDouble(), () => Again(who));
            }
        }

        void Again(int who)
        {
            if (Clock.Now - Start < until)
            {
                var used = usage?.Invoke() ?? TokenUsage.None;
                var wish = new Wish(who, priority, haveKeys ? (byte)(who % 64) : (byte)0, used.Input * 4, used);
                Execute(wish, () => Clock.After(TimeSpan.FromMilliseconds(1), () => Again(who)));
            }
        }
    }

    /// <summary>Requests that come at random, so many a second.</summary>
    public void Open(double perSecond, PriorityClass priority, TimeSpan until, int caller = 0, TimeSpan from = default)
    {
        Clock.At(Start + from, Next);

        void Next()
        {
            if (Clock.Now - Start < until)
            {
                Execute(new Wish(caller, priority), () => { });
                Clock.After(TimeSpan.FromSeconds(-Math.Log(1 - _random.NextDouble()) / perSecond), Next);
            }
        }
    }

    /// <summary>Runs for so long; looks every 10 ms whether a slot stands free beside a request that waits.</summary>
    public void Run(TimeSpan duration, bool looks = true)
    {
        if (looks)
        {
            Clock.After(Look, LookForIdle);
        }

        Clock.RunUntil(Start + duration);
    }

    private void LookForIdle()
    {
        var waiting = _endpoints.Sum(e => e.Waiting);
        foreach (var endpoint in _endpoints)
        {
            if (waiting == 0 || !endpoint.HasRoom)
            {
                _idleSince.Remove(endpoint);
            }
            else if (!_idleSince.TryAdd(endpoint, Clock.Now) && Clock.Now - _idleSince[endpoint] > Ledger.LongestIdle)
            {
                Ledger.LongestIdle = Clock.Now - _idleSince[endpoint];
            }
        }

        Clock.After(Look, LookForIdle);
    }
}
