namespace MultiplexCluster.EndToEnd.Measuring;

/// <summary>One measured round of one contender.</summary>
/// <param name="Tally">What the load saw.</param>
/// <param name="Elapsed">Length of the window.</param>
/// <param name="ProcessorTime">What the server process alone used in it.</param>
internal sealed record Window(Tally Tally, TimeSpan Elapsed, TimeSpan ProcessorTime)
{
    public double CallsPerSecond => Tally.Latency.Total / Elapsed.TotalSeconds;

    /// <summary>Microseconds of processor time per answered call.</summary>
    public double CpuPerCall => ProcessorTime.TotalMicroseconds / Math.Max(1, Tally.Latency.Total);

    /// <summary>Events that arrived: first ones stand in the latencies, all others in the gaps.</summary>
    public long Events => Tally.Latency.Total + Tally.Gaps.Total;

    public double EventsPerSecond => Events / Elapsed.TotalSeconds;

    /// <summary>Microseconds of processor time per arrived event, its share of the request included.</summary>
    public double CpuPerEvent => ProcessorTime.TotalMicroseconds / Math.Max(1, Events);
}
