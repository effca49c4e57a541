using MultiplexCluster.Contracts.Endpoints;
using MultiplexCluster.Contracts.Identity;

namespace MultiplexCluster.Core.Routing;

/// <summary>What keeps each endpoint of a pool from taking a request that nobody takes.</summary>
/// <param name="Named">At most <see cref="MostNamed"/>, those first that an operator would look at first.</param>
/// <param name="More">How many there are besides.</param>
public readonly record struct Obstacles(IReadOnlyList<Obstacle> Named, int More)
{
    /// <summary>From now until any endpoint is expected to have a slot for the request; null where nothing tells.</summary>
    public TimeSpan? EarliestStart { get; init; }

    /// <summary>How many endpoints are named.</summary>
    public const int MostNamed = 20;

    /// <summary>The obstacles of all endpoints in the pool, and of those that were asked and are in it no more.</summary>
    /// <param name="pool">The endpoints the request may use.</param>
    /// <param name="priority">The request's.</param>
    /// <param name="model">The request's, or null.</param>
    /// <param name="trail">Where the request has been, or null.</param>
    /// <param name="now">Monotonic, this node's clock.</param>
    /// <param name="place">Where the request waits and its place there, from 1; null for one that no queue takes.</param>
    public static Obstacles Of(
        Pool? pool, PriorityClass priority, string? model, CallTrail? trail, TimeSpan now, (EndpointId At, int Position)? place = null)
    {
        IReadOnlyList<RoutingEntry> entries = pool?.Entries ?? [];
        var home = pool is null ? null : RouteChoice.HomeTier(pool, priority, model);
        var all = entries.Select(entry => OfOne(entry, KindOf(entry, home, model, trail, now), now, place))
            .Concat((trail?.Refusers ?? []).Except(entries.Select(e => e.Id)).Select(id => new Obstacle(id, ObstacleKind.Gone)))
            .ToList();

        // A pool may hold thousands that serve other models: the few that would serve this one tell more.
        var telling = all.OrderBy(o => o.Kind is ObstacleKind.OtherModels or ObstacleKind.KeptForHigher or ObstacleKind.KeptForOthers).Take(MostNamed).ToList();
        return new Obstacles(telling, all.Count - telling.Count) { EarliestStart = all.Min(o => o.Start) };
    }

    /// <summary>The same for a request alike that waits elsewhere, or at another place.</summary>
    public Obstacles For(RoutingEntry? waitsAt, int position, TimeSpan now)
    {
        if (waitsAt is null)
        {
            return this;
        }

        var start = StartEstimate.At(waitsAt, position - 1, now);
        var named = Named.Select(o => o.Endpoint == waitsAt.Id ? o with { Start = start } : o).ToList();
        return this with { Named = named, EarliestStart = start < EarliestStart || EarliestStart is null ? start : EarliestStart };
    }

    private static ObstacleKind KindOf(RoutingEntry entry, PriorityClass? home, string? model, CallTrail? trail, TimeSpan now) => entry switch
    {
        _ when !ModelPattern.Serves(entry.Settings.Models, model) => ObstacleKind.OtherModels,
        { State: EndpointState.Draining } => ObstacleKind.Draining,
        { State: EndpointState.Disabled } or { Settings.Enabled: false } => ObstacleKind.Disabled,
        { State: EndpointState.Quarantined } => ObstacleKind.Quarantined,
        _ when home is null => ObstacleKind.KeptForOthers,
        _ when entry.Settings.Tier < home => ObstacleKind.KeptForHigher,
        _ when trail?.IsBarred(entry.Id) == true => ObstacleKind.Unfit,
        _ when trail?.AttemptsOn(entry.Id) > entry.Settings.MaxRetries => ObstacleKind.RetriesSpent,
        { State: EndpointState.CircuitOpen } when now < entry.Until => ObstacleKind.CircuitOpen,
        { State: EndpointState.CoolingDown } when now < entry.Until => ObstacleKind.CoolingDown,
        _ => ObstacleKind.Full,
    };

    private static Obstacle OfOne(RoutingEntry entry, ObstacleKind kind, TimeSpan now, (EndpointId At, int Position)? place)
    {
        if (kind is ObstacleKind.Full && place is { } waits)
        {
            kind = waits.At != entry.Id && OpenSlots.IsFree(entry, now) ? ObstacleKind.Free : ObstacleKind.AtCapacity;
        }

        var ahead = place is { } own && own.At == entry.Id ? own.Position - 1 : entry.Waiting;
        var mayStart = kind is ObstacleKind.Full or ObstacleKind.AtCapacity or ObstacleKind.Free
            or ObstacleKind.CoolingDown or ObstacleKind.CircuitOpen or ObstacleKind.Quarantined;
        return new Obstacle(entry.Id, kind, RemainingOf(entry, now), mayStart ? StartEstimate.At(entry, ahead, now) : null);
    }

    private static TimeSpan? RemainingOf(RoutingEntry entry, TimeSpan now) =>
        now < entry.Until && entry.State is EndpointState.Quarantined or EndpointState.CircuitOpen or EndpointState.CoolingDown
            ? entry.Until - now
            : null;
}
