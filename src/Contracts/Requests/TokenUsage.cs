namespace MultiplexCluster.Contracts.Requests;

/// <summary>Tokens of one attempt, as far as the provider told them; never negative.</summary>
/// <param name="Input">Input tokens, cached ones included.</param>
/// <param name="CachedInput">The part of <paramref name="Input"/> read from the provider's cache.</param>
/// <param name="Output">Output tokens, reasoning included.</param>
/// <param name="Total">The provider's own total where it gives one, else input + output.</param>
public readonly record struct TokenUsage(long Input, long CachedInput, long Output, long Total)
{
    /// <summary>No usage.</summary>
    public static TokenUsage None => default;

    /// <summary>Both together; a count that would overflow stays at its greatest value.</summary>
    public TokenUsage Plus(in TokenUsage other) => new(
        Sum(Input, other.Input), Sum(CachedInput, other.CachedInput), Sum(Output, other.Output), Sum(Total, other.Total));

    private static long Sum(long one, long another) => one > long.MaxValue - another ? long.MaxValue : one + another;
}
