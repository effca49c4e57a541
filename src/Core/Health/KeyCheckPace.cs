using MultiplexCluster.Core.Backoff;

namespace MultiplexCluster.Core.Health;

/// <summary>When a refused key is tried again by a free call: after the interval, then after twice as long each time, at most twelvefold.</summary>
public static class KeyCheckPace
{
    /// <summary>The longest pause, in intervals.</summary>
    public const int Most = 12;

    // Two to this power is more than the most.
    private const int MostDoublings = 4;

    /// <summary>The next pause, plus at most 10 % so that many keys refused at once are not tried at once.</summary>
    /// <param name="interval">The first pause.</param>
    /// <param name="made">Checks made since the key was refused.</param>
    /// <param name="draw">Randomness for jitter, 0 – 1.</param>
    public static TimeSpan Next(TimeSpan interval, int made, double draw) =>
        interval * Math.Min(Most, 1 << Math.Min(made, MostDoublings)) * (1 + (BackoffDelay.MaxJitter * draw));
}
