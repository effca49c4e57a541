using MultiplexCluster.Contracts.Protocol;

namespace MultiplexCluster.Contracts.Durability;

/// <summary>An alias is this from here on.</summary>
public sealed record AliasWasSet(Alias Alias) : IJournalType;

/// <summary>An alias is gone.</summary>
public sealed record AliasWasDeleted(string Name) : IJournalType;

/// <summary>The alias registry's snapshot.</summary>
public sealed record AliasRegistrySnapshot(IReadOnlyList<Alias> Aliases) : IJournalType;
