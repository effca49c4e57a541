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

    /// <summary>Whether there is one that may end while nobody is made or changed.</summary>
    public bool MayPass => Named.Any(o => o.MayPass);

    /// <summary>The same for a request that waits out a delay of its own, whoever has a slot meanwhile.</summary>
    /// <param name="remaining">From now until it asks again.</param>
    /// <param name="isRetry">It failed, and the delay comes before its next try; else a pause of its model is what it waits out.</param>
    public Obstacles Delayed(TimeSpan remaining, bool isRetry) => this with
    {
        EarliestStart = remaining,
        Named = [.. Named.Select(o => isRetry && o.Kind is ObstacleKind.AtCapacity or ObstacleKind.Free
            ? o with { Kind = ObstacleKind.RetryDelay, Remaining = remaining, Start = remaining } : o)],
    };

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
        Pool? pool, PriorityClass priority, string? model, CallTrail? trail, TimeSpan now, (EndpointId At, int Position)? place = null) =>
        PoolObstacles.Of(pool, priority, model, place is not null, now).For(trail, place, now);
}
