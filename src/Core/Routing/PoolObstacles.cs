using MultiplexCluster.Contracts.Endpoints;
using MultiplexCluster.Contracts.Identity;

namespace MultiplexCluster.Core.Routing;

/// <summary>
/// What keeps the endpoints of a pool from requests alike, wherever these have been and wait: found once, it tells each of them its
/// own. Holds for a moment only.
/// </summary>
public sealed class PoolObstacles
{
    /// <summary>The earliest starts that are kept: enough for one whose own place and tries are left out.</summary>
    private const int MostStarts = 8;

    private readonly IReadOnlyList<RoutingEntry> _entries;
    private readonly PriorityClass? _home;
    private readonly string? _model;
    private readonly bool _waits;
    private readonly Obstacles _plain;
    private readonly IReadOnlyList<Obstacle> _starts;
    private readonly int _startsInAll;
    private readonly Lazy<Dictionary<EndpointId, RoutingEntry>> _byId;

    private PoolObstacles(Pool? pool, PriorityClass priority, string? model, bool waits, TimeSpan now)
    {
        (_entries, _model, _waits) = (pool?.Entries ?? [], model, waits);
        _home = pool is null ? null : RouteChoice.HomeTier(pool, priority, model);
        _byId = new(() => _entries.ToDictionary(entry => entry.Id));
        var all = _entries.Select(entry => OfOne(entry, null, null, now)).ToList();
        var withStart = all.Where(o => o.Start is not null).ToList();
        (_starts, _startsInAll) = ([.. withStart.OrderBy(o => o.Start).Take(MostStarts)], withStart.Count);
        _plain = new Obstacles(MostTelling(all), 0) { EarliestStart = _starts.Count > 0 ? _starts[0].Start : null };
        _plain = _plain with { More = all.Count - _plain.Named.Count };
    }

    /// <summary>The obstacles of all endpoints in the pool for requests of this class and model.</summary>
    /// <param name="pool">The endpoints the requests may use.</param>
    /// <param name="priority">Theirs.</param>
    /// <param name="model">Theirs, or null.</param>
    /// <param name="waits">They wait in queues; else no queue takes them.</param>
    /// <param name="now">Monotonic, this node's clock.</param>
    public static PoolObstacles Of(Pool? pool, PriorityClass priority, string? model, bool waits, TimeSpan now) => new(pool, priority, model, waits, now);

    /// <summary>Those of one request: what it tried and where it waits come in, and endpoints that were asked and are in the pool no more.</summary>
    /// <param name="trail">Where the request has been, or null.</param>
    /// <param name="place">Where the request waits and its place there, from 1; null for one that no queue takes.</param>
    /// <param name="now">Monotonic, this node's clock.</param>
    public Obstacles For(CallTrail? trail, (EndpointId At, int Position)? place, TimeSpan now)
    {
        if (trail is null && place is null)
        {
            return _plain;
        }

        var own = (trail?.Places ?? []).Concat(place is { } waits ? [waits.At] : []).Distinct()
            .Select(id => _byId.Value.GetValueOrDefault(id)).OfType<RoutingEntry>()
            .ToDictionary(entry => entry.Id, entry => OfOne(entry, trail, place, now));
        var gone = (trail?.Refusers ?? []).Where(id => !_byId.Value.ContainsKey(id)).Select(id => new Obstacle(id, ObstacleKind.Gone)).ToList();
        IReadOnlyList<Obstacle> named = [.. _plain.Named.Select(o => own.TryGetValue(o.Endpoint, out var mine) ? mine : o)];
        named = gone.Count == 0 ? named : MostTelling([.. named, .. gone]);
        return new Obstacles(named, _entries.Count + gone.Count - named.Count) { EarliestStart = Earliest(own, now) };
    }

    private TimeSpan? Earliest(Dictionary<EndpointId, Obstacle> own, TimeSpan now)
    {
        var others = _starts.Where(o => !own.ContainsKey(o.Endpoint)).Select(o => o.Start).FirstOrDefault();
        if (others is null && _startsInAll > _starts.Count)
        {
            // It has been nearly everywhere.
            others = _entries.Where(entry => !own.ContainsKey(entry.Id)).Min(entry => OfOne(entry, null, null, now).Start);
        }

        var mine = own.Values.Min(o => o.Start);
        return others is null || mine < others ? mine : others;
    }

    // A pool may hold thousands that serve other models: the few that would serve this one tell more.
    private static List<Obstacle> MostTelling(IReadOnlyList<Obstacle> all) =>
        [.. all.OrderBy(o => o.Kind is ObstacleKind.OtherModels or ObstacleKind.KeptForHigher or ObstacleKind.KeptForOthers).Take(Obstacles.MostNamed)];

    private ObstacleKind KindOf(RoutingEntry entry, CallTrail? trail, TimeSpan now) => entry switch
    {
        _ when !ModelPattern.Serves(entry.Settings.Models, _model) => ObstacleKind.OtherModels,
        { State: EndpointState.Draining } => ObstacleKind.Draining,
        { State: EndpointState.Disabled } or { Settings.Enabled: false } => ObstacleKind.Disabled,
        { State: EndpointState.Quarantined } => ObstacleKind.Quarantined,
        _ when _home is null => ObstacleKind.KeptForOthers,
        _ when entry.Settings.Tier < _home => ObstacleKind.KeptForHigher,
        _ when trail?.IsBarred(entry.Id) == true => ObstacleKind.Unfit,
        _ when trail?.AttemptsOn(entry.Id) > entry.Settings.MaxRetries => ObstacleKind.RetriesSpent,
        { State: EndpointState.CircuitOpen } when now < entry.Until => ObstacleKind.CircuitOpen,
        { State: EndpointState.CoolingDown } when now < entry.Until => ObstacleKind.CoolingDown,
        _ => ObstacleKind.Full,
    };

    private Obstacle OfOne(RoutingEntry entry, CallTrail? trail, (EndpointId At, int Position)? place, TimeSpan now)
    {
        var kind = KindOf(entry, trail, now);
        var waitsHere = place?.At == entry.Id;
        if (kind is ObstacleKind.Full && _waits)
        {
            kind = !waitsHere && OpenSlots.IsFree(entry, now) ? ObstacleKind.Free : ObstacleKind.AtCapacity;
        }

        var ahead = waitsHere ? Math.Max(0, place!.Value.Position - 1) : entry.Waiting;
        var mayStart = kind is ObstacleKind.Full or ObstacleKind.AtCapacity or ObstacleKind.Free
            or ObstacleKind.CoolingDown or ObstacleKind.CircuitOpen or ObstacleKind.Quarantined;
        return new Obstacle(entry.Id, kind, RemainingOf(entry, now), mayStart ? StartEstimate.At(entry, ahead, now) : null);
    }

    private static TimeSpan? RemainingOf(RoutingEntry entry, TimeSpan now) =>
        now < entry.Until && entry.State is EndpointState.Quarantined or EndpointState.CircuitOpen or EndpointState.CoolingDown
            ? entry.Until - now
            : null;
}
