using System.Numerics;

namespace MultiplexCluster.EndToEnd.Measuring;

/// <summary>Durations in logarithmic buckets of 128 linear steps each: no percentile is off by more than 0.8 %.</summary>
internal sealed class LatencyHistogram
{
    private const int StepBits = 7;
    private const int Steps = 1 << StepBits;
    private readonly long[] _counts = new long[(64 - StepBits + 1) * Steps];
    private long _total;
    private long _largest;

    public long Total => Volatile.Read(ref _total);

    /// <summary>The longest duration, exact.</summary>
    public TimeSpan Largest => TimeSpan.FromTicks(Volatile.Read(ref _largest));

    public void Record(TimeSpan duration)
    {
        var ticks = Math.Max(0, duration.Ticks);
        Interlocked.Increment(ref _counts[Bucket(ticks)]);
        Interlocked.Increment(ref _total);
        for (var seen = Volatile.Read(ref _largest); ticks > seen;)
        {
            seen = Interlocked.CompareExchange(ref _largest, ticks, seen) is var found && found == seen ? ticks : found;
        }
    }

    /// <summary>The duration that the given share (0–1) of all stays at or below; zero when nothing was recorded.</summary>
    public TimeSpan Percentile(double share)
    {
        var rank = Math.Max(1, (long)Math.Ceiling(share * Total));
        long passed = 0;
        for (var bucket = 0; bucket < _counts.Length; bucket++)
        {
            passed += Volatile.Read(ref _counts[bucket]);
            if (passed >= rank)
            {
                return TimeSpan.FromTicks(Middle(bucket));
            }
        }

        return TimeSpan.Zero;
    }

    private static int Bucket(long ticks)
    {
        if (ticks < Steps)
        {
            return (int)ticks;
        }

        var shift = BitOperations.Log2((ulong)ticks) - StepBits;
        return ((shift + 1) << StepBits) + (int)((ticks >> shift) - Steps);
    }

    private static long Middle(int bucket)
    {
        if (bucket < Steps)
        {
            return bucket;
        }

        var shift = (bucket >> StepBits) - 1;
        var start = (long)((bucket & (Steps - 1)) + Steps) << shift;
        return start + ((1L << shift) >> 1);
    }
}
