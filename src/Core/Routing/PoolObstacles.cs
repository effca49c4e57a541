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
    private readonly Hindered _request;
    private readonly Obstacles _plain;
    private readonly IReadOnlyList<Obstacle> _starts;
    private readonly int _startsInAll;
    private readonly Lazy<Dictionary<EndpointId, RoutingEntry>> _byId;

    private PoolObstacles(Pool? pool, PriorityClass priority, string? model, bool waits, TimeSpan now)
    {
        _entries = pool?.Entries ?? [];
        _request = new Hindered(pool is null ? null : RouteChoice.HomeTier(pool, priority, model), model, waits);
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
    /// <param name="waits">They wait, in queues or out of them; else nobody takes them.</param>
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

    private Obstacle OfOne(RoutingEntry entry, CallTrail? trail, (EndpointId At, int Position)? place, TimeSpan now) =>
        ObstacleOf.Entry(entry, _request, trail, place, now);
}
