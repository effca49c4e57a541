namespace MultiplexCluster.Contracts.Endpoints;

/// <summary>The names priorities and tiers have on the wire.</summary>
public static class PriorityNames
{
    /// <summary><c>high</c>, <c>medium</c> or <c>low</c>.</summary>
    public static string ToWireName(this PriorityClass priority) => priority switch
    {
        PriorityClass.High => "high",
        PriorityClass.Medium => "medium",
        PriorityClass.Low => "low",
        _ => throw new ArgumentOutOfRangeException(nameof(priority), priority, "unknown priority"),
    };

    /// <summary>Reads a name in any case.</summary>
    public static bool TryParse(string name, out PriorityClass priority)
    {
        ArgumentNullException.ThrowIfNull(name);
        (var known, priority) = name.ToUpperInvariant() switch
        {
            "HIGH" => (true, PriorityClass.High),
            "MEDIUM" => (true, PriorityClass.Medium),
            "LOW" => (true, PriorityClass.Low),
            _ => (false, PriorityClass.Medium),
        };
        return known;
    }
}
