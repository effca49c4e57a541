namespace MultiplexCluster.Core.Backoff;

/// <summary>Exponential delays with upward jitter.</summary>
public static class BackoffDelay
{
    /// <summary>The largest share by which a delay is lengthened at random.</summary>
    public const double MaxJitter = 0.1;

    /// <summary>
    /// The <paramref name="n"/>-th consecutive delay: <c>min(initial × factor^n, max)</c>, lengthened by up to 10 %.
    /// </summary>
    /// <param name="initial">The delay for n = 0.</param>
    /// <param name="factor">At least 1.</param>
    /// <param name="max">The longest delay before jitter.</param>
    /// <param name="n">From 0.</param>
    /// <param name="draw">Randomness, 0 (none) to 1.</param>
    public static TimeSpan Next(TimeSpan initial, double factor, TimeSpan max, int n, double draw)
    {
        // Beyond the cap the power overflows to infinity, which Min turns into the cap.
        var ticks = Math.Min(initial.Ticks * Math.Pow(factor, n), max.Ticks);
        return TimeSpan.FromTicks((long)(ticks * (1 + (MaxJitter * draw))));
    }
}
