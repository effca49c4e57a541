namespace MultiplexCluster.FakeProviders.Counting;

/// <summary>How many calls began, are running, and ever ran at once. Exact under any concurrency.</summary>
internal sealed class InFlightCount
{
    private long _started;
    private int _running;
    private int _peak;

    public long Started => Interlocked.Read(ref _started);

    public int Running => Volatile.Read(ref _running);

    public int Peak => Volatile.Read(ref _peak);

    public void Begin()
    {
        // The value an increment returns was the true number at that instant, so its maximum is exact.
        var running = Interlocked.Increment(ref _running);
        var peak = Volatile.Read(ref _peak);
        while (running > peak)
        {
            var seen = Interlocked.CompareExchange(ref _peak, running, peak);
            if (seen == peak)
            {
                break;
            }

            peak = seen;
        }

        Interlocked.Increment(ref _started);
    }

    public void End() => Interlocked.Decrement(ref _running);

    /// <summary>Forgets the past; what is running still counts.</summary>
    public void Reset()
    {
        Interlocked.Exchange(ref _started, 0);
        Interlocked.Exchange(ref _peak, Running);
    }
}
