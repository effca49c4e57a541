using MultiplexCluster.Contracts.Identity;

namespace MultiplexCluster.Contracts.Durability;

/// <summary>These objects live there, as far as is known from here on. Replayed twice or late it does no harm.</summary>
/// <param name="Places">Where they live.</param>
/// <param name="Marks">How these background responses stand from here on; null for none, as in what older versions stored.</param>
public sealed record ObjectsNoted(IReadOnlyList<ObjectPlace> Places, IReadOnlyList<UsageMark>? Marks = null) : IJournalType;

/// <summary>All that a partition remembers.</summary>
/// <param name="Places">Those first that are forgotten first.</param>
/// <param name="Marks">The same of background responses; null for none, as in what older versions stored.</param>
public sealed record ObjectMemorySnapshot(IReadOnlyList<ObjectPlace> Places, IReadOnlyList<UsageMark>? Marks = null) : IJournalType;
