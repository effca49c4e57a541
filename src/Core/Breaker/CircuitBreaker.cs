using MultiplexCluster.Contracts.Endpoints;

namespace MultiplexCluster.Core.Breaker;

/// <summary>
/// Opens after a run of failures, or when half of many fail. How long it stays open doubles with each reopening, at
/// most tenfold; after it closes, the endpoint takes up its load over ten seconds.
/// </summary>
/// <param name="ConsecutiveFailures">Failures since the last success.</param>
/// <param name="Window">Outcomes of the last 30 s.</param>
/// <param name="OpenUntil">When an open circuit lets a probe through; null when closed.</param>
/// <param name="Reopenings">Openings since it was last healthy for good, less one; 0 when closed for the first time.</param>
/// <param name="ClosedAt">When it last closed, for the slow start; null when it never was open.</param>
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
        return opens ? failed.Opened(settings, now) : failed;
    }

    /// <summary>After a success of a closed circuit. Healthy for as long as it was open, it forgets one reopening.</summary>
    public CircuitBreaker Succeeded(EndpointSettings settings, TimeSpan now)
    {
        var forgets = Reopenings > 0 && ClosedAt is { } closed && now - closed >= OpenTime(settings, Reopenings);
        return this with
        {
            ConsecutiveFailures = 0,
            Window = settings.BreakerFailures == 0 ? Window : Window.Add(now, failed: false),
            Reopenings = forgets ? Reopenings - 1 : Reopenings,
            ClosedAt = forgets ? now : ClosedAt,
        };
    }

    /// <summary>After the probe of an open circuit failed.</summary>
    public CircuitBreaker Reopened(EndpointSettings settings, TimeSpan now) =>
        (this with { Reopenings = Math.Min(Reopenings + 1, MaxReopenings) }).Opened(settings, now);

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

    private CircuitBreaker Opened(EndpointSettings settings, TimeSpan now) =>
        this with { OpenUntil = now + OpenTime(settings, Reopenings), Window = default };

    private static TimeSpan OpenTime(EndpointSettings settings, int reopenings) =>
        settings.BreakerOpen * Math.Min(Math.Pow(2, reopenings), MaxLengthening);
}
