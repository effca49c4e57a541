using MultiplexCluster.FakeProviders.Counting;
using MultiplexCluster.Faults.Callers;
using MultiplexCluster.Faults.Service;

namespace MultiplexCluster.Faults.Mixed;

/// <summary>The three logs of a round, and the operators' part in it.</summary>
public sealed record RoundLog
{
    /// <summary>What the callers saw.</summary>
    public required IReadOnlyList<CallRecord> Callers { get; init; }

    /// <summary>What the provider saw, in order of arrival.</summary>
    public required IReadOnlyList<RecordedCall> Provider { get; init; }

    /// <summary>What the service counted in the round, of endpoints that were there throughout.</summary>
    public required IReadOnlyDictionary<string, EndpointCounters> Service { get; init; }

    /// <summary>All admin changes so far.</summary>
    public required IReadOnlyList<AdminChange> Changes { get; init; }

    /// <summary>Which endpoint a key belongs to.</summary>
    public required Func<string, string?> EndpointOf { get; init; }

    /// <summary>Whether a call that left may be uncounted although it reached the provider, as its node was killed. Default: none.</summary>
    public Func<CallRecord, bool> MayBeUncounted { get; init; } = _ => false;
}
