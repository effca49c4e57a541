using MultiplexCluster.Contracts.Requests;

namespace MultiplexCluster.Providers.Codecs.Answers;

/// <summary>Makes <see cref="TokenUsage"/> of what a provider told.</summary>
internal static class TokenCounts
{
    /// <summary>The total falls back to input + output; a cached part above the input is cut to it.</summary>
    public static TokenUsage Of(long input, long cached, long output, long? total) =>
        new(input, Math.Min(cached, input), output, total ?? input + output);
}
