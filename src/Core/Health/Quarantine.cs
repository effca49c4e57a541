namespace MultiplexCluster.Core.Health;

/// <summary>The key serves nothing: it was refused, or its account has no quota left.</summary>
/// <param name="Reason">Why, for an operator.</param>
/// <param name="Until">When it ends by itself (monotonic); null when only an operator ends it.</param>
public sealed record Quarantine(string Reason, TimeSpan? Until);
