namespace MultiplexCluster.Faults.Durability;

/// <summary>A run of kill -9 during admin changes and calls.</summary>
public sealed record KillOptions
{
    /// <summary>Of all random choices.</summary>
    public required int Seed { get; init; }

    /// <summary>How often the service is killed.</summary>
    public int Kills { get; init; } = 20;

    /// <summary>
    /// What finished this shortly before a kill may be uncounted: 500 ms by design, and what a write takes. On a
    /// busy machine more: the slowest of the last calls and twice the slowest of the last changes come on top.
    /// </summary>
    public TimeSpan MayBeUncounted { get; init; } = TimeSpan.FromSeconds(1);
}
