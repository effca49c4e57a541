using MultiplexCluster.Contracts.Requests;

namespace MultiplexCluster.Core.Health;

/// <summary>What is known of a call when its verdict falls.</summary>
/// <param name="Epoch">The health's epoch when the permit was granted.</param>
/// <param name="IsProbe">It is the running probe.</param>
public readonly record struct JudgedCall(long Epoch, bool IsProbe)
{
    /// <summary>It is a free call, which shows that the key is taken but not that it may do what callers ask of it.</summary>
    public bool IsKeyCheck { get; init; }
}

/// <summary>A call's verdict.</summary>
/// <param name="Class">Its class.</param>
/// <param name="RetryAfter">The delay the provider asked for; null where it named none.</param>
/// <param name="Detail">For an operator; null where the class says it all.</param>
public readonly record struct CallOutcome(OutcomeClass Class, TimeSpan? RetryAfter, string? Detail);
