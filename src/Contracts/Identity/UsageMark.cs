namespace MultiplexCluster.Contracts.Identity;

/// <summary>A background response whose maker ended without having been told its tokens.</summary>
/// <param name="Key">Which response.</param>
/// <param name="Taker">The read that books its tokens, or has; null as long as none does.</param>
public readonly record struct UsageMark(ObjectKey Key, UsageTaker? Taker);
