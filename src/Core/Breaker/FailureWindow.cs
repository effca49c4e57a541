using System.Runtime.CompilerServices;

namespace MultiplexCluster.Core.Breaker;

/// <summary>Counts outcomes of the last 30 seconds in six buckets of five. A value: adding gives a new window.</summary>
public readonly struct FailureWindow : IEquatable<FailureWindow>
{
    private const int BucketCount = 6;
    private static readonly long BucketTicks = TimeSpan.FromSeconds(5).Ticks;

    private readonly long _lastBucket;
    private readonly Buckets _buckets;

    private FailureWindow(long lastBucket, Buckets buckets) => (_lastBucket, _buckets) = (lastBucket, buckets);

    /// <summary>The window with one outcome more.</summary>
    public FailureWindow Add(TimeSpan now, bool failed)
    {
        var (bucket, buckets) = AdvancedTo(now);
        var slot = (int)(bucket % BucketCount);
        buckets[slot] = new Bucket(buckets[slot].Total + 1, buckets[slot].Failures + (failed ? 1 : 0));
        return new FailureWindow(bucket, buckets);
    }

    /// <summary>Outcomes and failures that are not older than the window.</summary>
    public (int Total, int Failures) Count(TimeSpan now)
    {
        var (total, failures) = (0, 0);
        foreach (var bucket in AdvancedTo(now).Buckets)
        {
            total += bucket.Total;
            failures += bucket.Failures;
        }

        return (total, failures);
    }

    private (long Bucket, Buckets Buckets) AdvancedTo(TimeSpan now)
    {
        var current = Math.Max(_lastBucket, now.Ticks / BucketTicks);
        var buckets = _buckets;
        for (var b = Math.Max(_lastBucket + 1, current - BucketCount + 1); b <= current; b++)
        {
            buckets[(int)(b % BucketCount)] = default;
        }

        return (current, buckets);
    }

    /// <inheritdoc/>
    public bool Equals(FailureWindow other) =>
        _lastBucket == other._lastBucket && ((ReadOnlySpan<Bucket>)_buckets).SequenceEqual(other._buckets);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is FailureWindow other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(_lastBucket, _buckets[0]);

    /// <summary>Whether both hold the same.</summary>
    public static bool operator ==(FailureWindow left, FailureWindow right) => left.Equals(right);

    /// <summary>Whether they differ.</summary>
    public static bool operator !=(FailureWindow left, FailureWindow right) => !left.Equals(right);

    private readonly record struct Bucket(int Total, int Failures);

    [InlineArray(BucketCount)]
    private struct Buckets
    {
        private Bucket _first;
    }
}
