using System.Collections.Concurrent;

namespace MultiplexCluster.EndToEnd.Measuring;

/// <summary>What the load saw during one window; written to from every connection.</summary>
internal sealed class Tally
{
    private readonly ConcurrentDictionary<string, int> _failures = new();

    /// <summary>Calls: duration of each answered one. Streams: until the first event.</summary>
    public LatencyHistogram Latency { get; } = new();

    /// <summary>Streams: time between one event's arrival and the next one's.</summary>
    public LatencyHistogram Gaps { get; } = new();

    /// <summary>How often each kind of failure happened.</summary>
    public IReadOnlyDictionary<string, int> Failures => _failures;

    public void CountFailure(string kind) => _failures.AddOrUpdate(kind, 1, (_, count) => count + 1);

    /// <summary>Adds the failures that showed only when the window had ended, such as a stream cut near its end.</summary>
    public void TakeFailuresOf(Tally later)
    {
        foreach (var (kind, count) in later.Failures)
        {
            _failures.AddOrUpdate(kind, count, (_, sum) => sum + count);
        }
    }
}
