using MultiplexCluster.Contracts.Requests;

namespace MultiplexCluster.Core.Limits;

/// <summary>What a call is expected to use, by the size of its body and what calls used before.</summary>
/// <param name="PerByte">Input tokens per byte of a body, smoothed.</param>
/// <param name="Output">Output tokens per call, smoothed.</param>
public readonly record struct TokenEstimate(double PerByte, double Output)
{
    private const double Smoothing = 0.1;

    // What one call tells counts as ten times the mean at most: an absurd figure must not shut an endpoint for an hour.
    private const double MostTimes = 10;
    private const double MostPerByte = 4;
    private const double MostOutput = 4_096;

    /// <summary>Before anything is known: four bytes a token, and 256 tokens of output.</summary>
    public static TokenEstimate Start => new(0.25, 256);

    /// <summary>Tokens that a call is expected to use; 0 for one without a body that tokens are counted for.</summary>
    /// <param name="bodyBytes">The length of its body.</param>
    public long Of(long bodyBytes) => bodyBytes <= 0 ? 0 : (long)Math.Ceiling(Math.Min((PerByte * bodyBytes) + Output, 1e12));

    /// <summary>The estimate with one call more that is over.</summary>
    public TokenEstimate With(long bodyBytes, in TokenUsage usage) => bodyBytes <= 0 || TotalOf(usage) <= 0
        ? this
        : new(
            Smoothed(PerByte, (double)usage.Input / bodyBytes, Math.Max(MostPerByte, PerByte * MostTimes)),
            Smoothed(Output, usage.Output, Math.Max(MostOutput, Output * MostTimes)));

    /// <summary>All tokens of a usage.</summary>
    public static long TotalOf(in TokenUsage usage) => Math.Max(usage.Total, usage.Input);

    private static double Smoothed(double mean, double value, double most) => mean + ((Math.Clamp(value, 0, Math.Min(most, 1e9)) - mean) * Smoothing);
}
