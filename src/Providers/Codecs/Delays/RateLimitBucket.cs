namespace MultiplexCluster.Providers.Codecs.Delays;

/// <summary>The two headers of one rate limit: what remains of it, and when it is full again.</summary>
/// <param name="Remaining">Header with a count, or with <c>rejected</c> for nothing.</param>
/// <param name="Reset">Header with a duration, seconds, an RFC 3339 moment, or one in Unix seconds.</param>
public sealed record RateLimitBucket(string Remaining, string Reset);
