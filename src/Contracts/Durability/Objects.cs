using MultiplexCluster.Contracts.Identity;

namespace MultiplexCluster.Contracts.Durability;

/// <summary>These objects live there, as far as is known from here on. Replayed twice or late it does no harm.</summary>
public sealed record ObjectsNoted(IReadOnlyList<ObjectPlace> Places) : IJournalType;

/// <summary>All that a partition remembers.</summary>
/// <param name="Places">Those first that are forgotten first.</param>
public sealed record ObjectMemorySnapshot(IReadOnlyList<ObjectPlace> Places) : IJournalType;
