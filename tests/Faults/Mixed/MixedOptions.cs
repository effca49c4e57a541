namespace MultiplexCluster.Faults.Mixed;

/// <summary>A run of mixed load and faults. The seed fixes what is done; the machine decides how it interleaves.</summary>
public sealed record MixedOptions
{
    /// <summary>Of all random choices.</summary>
    public required int Seed { get; init; }

    /// <summary>Rounds of load, each followed by rest and checks.</summary>
    public int Rounds { get; init; } = 2;

    /// <summary>How long the load of a round lasts.</summary>
    public TimeSpan Round { get; init; } = TimeSpan.FromSeconds(8);

    /// <summary>Callers at once.</summary>
    public int Callers { get; init; } = 200;
}
