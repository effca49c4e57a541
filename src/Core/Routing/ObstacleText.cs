using System.Globalization;

namespace MultiplexCluster.Core.Routing;

/// <summary>Tells a caller what keeps each endpoint from serving.</summary>
public static class ObstacleText
{
    /// <summary>Such as <c>a (disabled), b (circuit open until 2026-01-02T03:04:05Z) and 7 more</c>; empty where there is no endpoint at all.</summary>
    /// <param name="obstacles">What keeps them.</param>
    /// <param name="wallNow">The wall clock, for the moments.</param>
    public static string Of(in Obstacles obstacles, DateTimeOffset wallNow)
    {
        var named = string.Join(", ", obstacles.Named.Select(o => $"{o.Endpoint} ({Of(o.Kind)}{Until(o.Remaining, wallNow)})"));
        return obstacles.More == 0 ? named : string.Create(CultureInfo.InvariantCulture, $"{named} and {obstacles.More} more");
    }

    /// <summary>One reason as an operator reads it: as above, but states by the names the admin API has for them.</summary>
    public static string Reason(in Obstacle obstacle, DateTimeOffset wallNow) => obstacle.Kind switch
    {
        ObstacleKind.CoolingDown => "cooling_down" + Until(obstacle.Remaining, wallNow),
        ObstacleKind.CircuitOpen => "circuit_open" + Until(obstacle.Remaining, wallNow),
        ObstacleKind.Draining => "draining",
        ObstacleKind.OtherModels => "model not served",
        _ => Of(obstacle.Kind) + Until(obstacle.Remaining, wallNow),
    };

    private static string Of(ObstacleKind kind) => kind switch
    {
        ObstacleKind.Disabled => "disabled",
        ObstacleKind.Draining => "being deleted",
        ObstacleKind.Gone => "deleted",
        ObstacleKind.Quarantined => "quarantined",
        ObstacleKind.Unfit => "its key can't serve this request",
        ObstacleKind.RetriesSpent => "its retries are used up",
        ObstacleKind.CircuitOpen => "circuit open",
        ObstacleKind.CoolingDown => "cooling down",
        ObstacleKind.Full => "takes no more at the moment",
        ObstacleKind.AtCapacity => "at capacity",
        ObstacleKind.Free => "has a free slot",
        ObstacleKind.KeptForHigher => "kept for requests of higher priority",
        ObstacleKind.KeptForOthers => "kept for requests of another priority",
        ObstacleKind.OtherModels => "doesn't serve this model",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "unknown obstacle"),
    };

    private static string Until(TimeSpan? remaining, DateTimeOffset wallNow) =>
        remaining is { } r ? (wallNow + r).UtcDateTime.ToString("' until 'yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture) : string.Empty;
}
