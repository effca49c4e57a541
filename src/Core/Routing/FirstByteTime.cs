namespace MultiplexCluster.Core.Routing;

/// <summary>An endpoint's time to first byte as a decaying mean of this node's calls.</summary>
public readonly record struct FirstByteTime
{
    /// <summary>How long a figure stands for the endpoint: then it must be tried again.</summary>
    public static readonly TimeSpan LastsFor = TimeSpan.FromSeconds(60);

    private const double LeastShare = 0.2;
    private static readonly TimeSpan Renewal = TimeSpan.FromSeconds(10);

    private readonly double _mean;
    private readonly TimeSpan? _heard;

    private FirstByteTime(double mean, TimeSpan heard) => (_mean, _heard) = (mean, heard);

    /// <summary>The mean in milliseconds; null where nothing is known of the last minute.</summary>
    public double? At(TimeSpan now) => _heard is { } heard && now - heard < LastsFor ? _mean : null;

    /// <summary>A call got its first byte after this time. It counts a fifth, more after a pause and all after ten seconds without one.</summary>
    public FirstByteTime With(TimeSpan took, TimeSpan now)
    {
        var sample = took.TotalMilliseconds;
        var share = _heard is { } heard ? Math.Clamp((now - heard) / Renewal, LeastShare, 1) : 1;
        return new FirstByteTime(_mean + ((sample - _mean) * share), now);
    }
}
