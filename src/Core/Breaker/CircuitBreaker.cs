using MultiplexCluster.Contracts.Endpoints;

namespace MultiplexCluster.Core.Breaker;

/// <summary>
/// Opens after a run of failures, or when half of many fail. How long it stays open doubles with each reopening, at
/// most tenfold, and shrinks while it stays closed: each stretch as long as it was last open takes one doubling back,
/// and after one stretch more the next opening is a first one again. After it closes, the endpoint takes up its load
/// over ten seconds.
/// </summary>
/// <param name="ConsecutiveFailures">Failures since the last success.</param>
/// <param name="Window">Outcomes of the last 30 s.</param>
/// <param name="OpenUntil">When an open circuit lets a probe through; null when closed.</param>
/// <param name="Reopenings">Doublings of the last open time, 0 – 4.</param>
/// <param name="ClosedAt">When it last closed; null while open and when it never was open.</param>
public readonly record struct CircuitBreaker(
    int ConsecutiveFailures,
    FailureWindow Window,
    TimeSpan? OpenUntil,
    int Reopenings,
    TimeSpan? ClosedAt)
{
    /// <summary>Fewest outcomes in the window before its failure rate counts.</summary>
    public const int MinimumThroughput = 20;

    /// <summary>How long a closed circuit takes to reach its full limit.</summary>
    public static readonly TimeSpan SlowStart = TimeSpan.FromSeconds(10);

    private const int MaxLengthening = 10;

    // Four doublings pass the tenfold; counting on would only take longer to forget.
    private const int MaxReopenings = 4;

    /// <summary>Whether it is open or half-open.</summary>
    public bool IsOpen => OpenUntil is not null;

    /// <summary>After a failure of a closed circuit.</summary>
    public CircuitBreaker Failed(EndpointSettings settings, TimeSpan now)
    {
        if (settings.BreakerFailures == 0)
        {
            return this;
        }

        var failed = this with { ConsecutiveFailures = ConsecutiveFailures + 1, Window = Window.Add(now, failed: true) };
        var (total, failures) = failed.Window.Count(now);
        var opens = failed.ConsecutiveFailures >= settings.BreakerFailures
            || (total >= MinimumThroughput && failures * 2 >= total);
        return opens ? failed.Opened(settings, ReopeningsLeft(settings, now) + 1, now) : failed;
    }

    /// <summary>After a success of a closed circuit.</summary>
    public CircuitBreaker Succeeded(EndpointSettings settings, TimeSpan now) => this with
    {
        ConsecutiveFailures = 0,
        Window = settings.BreakerFailures == 0 ? Window : Window.Add(now, failed: false),
    };

    /// <summary>After the probe of an open circuit failed.</summary>
    public CircuitBreaker Reopened(EndpointSettings settings, TimeSpan now) => Opened(settings, Reopenings + 1, now);

    /// <summary>After the probe of an open circuit passed: closed, with a slow start.</summary>
    public CircuitBreaker Closed(TimeSpan now) =>
        this with { ConsecutiveFailures = 0, Window = default, OpenUntil = null, ClosedAt = now };

    /// <summary>The calls that may be in flight at this moment of the slow start, at least 1.</summary>
    public int Limit(int maxConcurrentRequests, TimeSpan now)
    {
        if (ClosedAt is not { } closed || now - closed >= SlowStart)
        {
            return maxConcurrentRequests;
        }

        var share = (now - closed) / SlowStart;
        return Math.Clamp((int)(maxConcurrentRequests * share), 1, maxConcurrentRequests);
    }

    /// <summary>The reopenings that it hasn't yet been closed long enough to be forgiven; -1 when even the opening is.</summary>
    private int ReopeningsLeft(EndpointSettings settings, TimeSpan now)
    {
        if (ClosedAt is not { } closed)
        {
            return -1;
        }

        var (left, healthy) = (Reopenings, now - closed);
        for (; left >= 0 && healthy >= OpenTime(settings, left); left--)
        {
            healthy -= OpenTime(settings, left);
        }

        return left;
    }

    private CircuitBreaker Opened(EndpointSettings settings, int reopenings, TimeSpan now)
    {
        var counted = Math.Min(reopenings, MaxReopenings);
        return this with { OpenUntil = now + OpenTime(settings, counted), Reopenings = counted, Window = default, ClosedAt = null };
    }

    private static TimeSpan OpenTime(EndpointSettings settings, int reopenings) =>
        settings.BreakerOpen * Math.Min(Math.Pow(2, reopenings), MaxLengthening);
}
