namespace MultiplexCluster.Core.Health;

/// <summary>What may pass an endpoint's health at a moment.</summary>
/// <param name="Kind">What.</param>
/// <param name="Until">When that changes by itself (monotonic); null when it doesn't.</param>
public readonly record struct Gate(GateKind Kind, TimeSpan? Until);

/// <summary>The kinds of <see cref="Gate"/>.</summary>
public enum GateKind
{
    /// <summary>Every call.</summary>
    Open,

    /// <summary>One call, as a probe.</summary>
    ProbeNext,

    /// <summary>None until the running probe's verdict.</summary>
    ProbeRunning,

    /// <summary>None until the cooldown ends.</summary>
    CoolingDown,

    /// <summary>None until the open time ends, but for a last resort.</summary>
    CircuitOpen,

    /// <summary>None until a limit per minute has room again.</summary>
    UsedUp,

    /// <summary>None.</summary>
    Quarantined,
}
