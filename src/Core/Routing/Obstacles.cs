using MultiplexCluster.Contracts.Endpoints;

namespace MultiplexCluster.Core.Routing;

/// <summary>What keeps each endpoint of a pool from taking a request that nobody takes.</summary>
/// <param name="Named">At most <see cref="MostNamed"/>, those first that an operator would look at first.</param>
/// <param name="More">How many there are besides.</param>
public readonly record struct Obstacles(IReadOnlyList<Obstacle> Named, int More)
{
    /// <summary>How many endpoints are named.</summary>
    public const int MostNamed = 20;

    /// <summary>The obstacles of all endpoints in the pool, and of those that were asked and are in it no more.</summary>
    public static Obstacles Of(Pool? pool, PriorityClass priority, string? model, CallTrail? trail, TimeSpan now)
    {
        IReadOnlyList<RoutingEntry> entries = pool?.Entries ?? [];
        var home = pool is null ? null : RouteChoice.HomeTier(pool, priority, model);
        var all = entries.Select(entry => new Obstacle(entry.Id, KindOf(entry, home, model, trail, now), RemainingOf(entry, now)))
            .Concat((trail?.Refusers ?? []).Except(entries.Select(e => e.Id)).Select(id => new Obstacle(id, ObstacleKind.Gone)))
            .ToList();

        // A pool may hold thousands that serve other models: the few that would serve this one tell more.
        var telling = all.OrderBy(o => o.Kind is ObstacleKind.OtherModels or ObstacleKind.KeptForHigher or ObstacleKind.KeptForOthers).Take(MostNamed).ToList();
        return new Obstacles(telling, all.Count - telling.Count);
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

    private static TimeSpan? RemainingOf(RoutingEntry entry, TimeSpan now) =>
        now < entry.Until && entry.State is EndpointState.Quarantined or EndpointState.CircuitOpen or EndpointState.CoolingDown
            ? entry.Until - now
            : null;
}
