namespace MultiplexCluster.Providers.Codecs.Requests;

/// <summary>A stretch of a body, in bytes from its first.</summary>
/// <param name="Start">Its first byte.</param>
/// <param name="End">The byte behind its last.</param>
public readonly record struct BodySpan(long Start, long End);
