namespace MultiplexCluster.Contracts.Requests;

/// <summary>The names strategies have on the wire and in settings.</summary>
public static class RoutingStrategyNames
{
    /// <summary>Every name that is accepted, for error messages.</summary>
    public const string Allowed = "least_loaded, weighted, round_robin, power_of_two or lowest_latency";

    /// <summary>A strategy's name.</summary>
    public static string ToWireName(this RoutingStrategy strategy) => strategy switch
    {
        RoutingStrategy.LeastLoaded => "least_loaded",
        RoutingStrategy.Weighted => "weighted",
        RoutingStrategy.RoundRobin => "round_robin",
        RoutingStrategy.PowerOfTwo => "power_of_two",
        RoutingStrategy.LowestLatency => "lowest_latency",
        _ => throw new ArgumentOutOfRangeException(nameof(strategy), strategy, "no such strategy"),
    };

    /// <summary>Reads a name in any case.</summary>
    public static bool TryParse(string? name, out RoutingStrategy strategy)
    {
        (var known, strategy) = name?.ToLowerInvariant() switch
        {
            "least_loaded" => (true, RoutingStrategy.LeastLoaded),
            "weighted" => (true, RoutingStrategy.Weighted),
            "round_robin" => (true, RoutingStrategy.RoundRobin),
            "power_of_two" => (true, RoutingStrategy.PowerOfTwo),
            "lowest_latency" => (true, RoutingStrategy.LowestLatency),
            _ => (false, default),
        };
        return known;
    }
}
