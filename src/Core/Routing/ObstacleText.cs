using System.Globalization;
using MultiplexCluster.Contracts.Endpoints;

namespace MultiplexCluster.Core.Routing;

/// <summary>Tells callers and operators what keeps each endpoint from serving: one reason has the same words wherever it stands.</summary>
public static class ObstacleText
{
    /// <summary>Such as <c>a (disabled), b (circuit_open until 2026-01-02T03:04:05Z) and 7 more</c>; empty where there is no endpoint at all.</summary>
    /// <param name="obstacles">What keeps them.</param>
    /// <param name="wallNow">The wall clock, for the moments.</param>
    public static string Of(in Obstacles obstacles, DateTimeOffset wallNow)
    {
        var named = string.Join(", ", obstacles.Named.Select(o => $"{o.Endpoint} ({Reason(o, wallNow)}{Cause(o)})"));
        return obstacles.More == 0 ? named : string.Create(CultureInfo.InvariantCulture, $"{named} and {obstacles.More} more");
    }

    /// <summary>One reason, such as <c>cooling_down until 2026-01-02T03:04:05Z</c>; states have the names the admin API has for them.</summary>
    public static string Reason(in Obstacle obstacle, DateTimeOffset wallNow) => Words(obstacle) + Until(obstacle, wallNow);

    private static string Words(in Obstacle obstacle) => obstacle.Kind switch
    {
        ObstacleKind.Disabled => "disabled",
        ObstacleKind.Draining => "draining",
        ObstacleKind.Gone => "deleted",
        ObstacleKind.Quarantined => "quarantined",
        ObstacleKind.Unfit => "its key can't serve this request",
        ObstacleKind.RetriesSpent => "its retries are used up",
        ObstacleKind.CircuitOpen => "circuit_open",
        ObstacleKind.CoolingDown => "cooling_down",
        ObstacleKind.UsedUp when obstacle.Limit is MinuteLimit.Tokens => "no room in its tokens_per_minute",
        ObstacleKind.UsedUp => "out of requests_per_minute",
        ObstacleKind.NoRoom => obstacle.Detail ?? "no room in its tokens_per_minute",
        ObstacleKind.ModelPaused => "model paused",
        ObstacleKind.QueueFull => string.Create(CultureInfo.InvariantCulture, $"queue full ({obstacle.QueueSize} of {obstacle.QueueSize})"),
        ObstacleKind.NoQueue => "no queue",
        ObstacleKind.AtCapacity => "at capacity",
        ObstacleKind.Free => "has a free slot",
        ObstacleKind.Silent => "doesn't answer at the moment",
        ObstacleKind.RetryDelay => "waits for its next try",
        ObstacleKind.KeptForHigher => "kept for requests of higher priority",
        ObstacleKind.KeptForOthers => $"kept for requests of priority {obstacle.Tier.ToWireName()}",
        ObstacleKind.OtherModels => "model not served",
        _ => throw new ArgumentOutOfRangeException(nameof(obstacle), obstacle.Kind, "unknown obstacle"),
    };

    // What the endpoint said of a pause: a caller who is refused for it isn't told elsewhere.
    private static string Cause(in Obstacle obstacle) =>
        obstacle is { Kind: ObstacleKind.CoolingDown or ObstacleKind.CircuitOpen or ObstacleKind.ModelPaused, Detail: { } cause } ? $", {cause}" : string.Empty;

    private static string Until(in Obstacle obstacle, DateTimeOffset wallNow) =>
        obstacle.Remaining is { } remaining && obstacle.Kind is not ObstacleKind.NoRoom
            ? (wallNow + remaining).UtcDateTime.ToString("' until 'yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture)
            : string.Empty;
}
