namespace MultiplexCluster.Providers.Relay.Exchanges;

/// <summary>
/// One timer for the timeouts of all exchanges: it sweeps the running requests every <see cref="Period"/>, so that none
/// needs a timer and progress costs one write. A timeout is noticed up to three periods late, never early: where
/// the process itself stood still, so did this clock, since what came meanwhile has not been read yet. It looks at the
/// requests' callers as well, at the price of one system call each: at so many per sweep that waiting thousands cost little.
/// </summary>
public sealed class ExchangeWatch : IDisposable
{
    /// <summary>Time between two sweeps.</summary>
    public static readonly TimeSpan Period = TimeSpan.FromMilliseconds(100);

    private const int MostCallersPerSweep = 500;

    private readonly TimeProvider _time;
    private readonly long _start;
    private readonly ITimer _timer;
    private readonly Lock _lock = new();
    private readonly List<(Exchange Exchange, AbortCause Cause)> _overdue = [];
    private IWatched? _first;
    private int _count;
    private int _sweeps;
    private static readonly long PeriodMs = (long)Period.TotalMilliseconds;

    private long _nowMs;
    private long _sweptMs;
    private int _sweeping;

    /// <summary>Starts watching by this clock.</summary>
    public ExchangeWatch(TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(time);
        _time = time;
        _start = time.GetTimestamp();
        _timer = time.CreateTimer(static watch => ((ExchangeWatch)watch!).Sweep(), this, Period, Period);
    }

    /// <summary>The moment of the last sweep, in milliseconds of this clock.</summary>
    internal long NowMs => Volatile.Read(ref _nowMs);

    /// <summary>The moment, exactly; for <see cref="Since"/>.</summary>
    internal long Timestamp => _time.GetTimestamp();

    /// <summary>The time since then.</summary>
    internal TimeSpan Since(long timestamp) => _time.GetElapsedTime(timestamp);

    /// <summary>The wall clock, UTC.</summary>
    internal DateTimeOffset WallNow => _time.GetUtcNow();

    /// <summary>Stops the timer. What runs is no longer timed.</summary>
    public void Dispose() => _timer.Dispose();

    internal void Add(IWatched watched)
    {
        lock (_lock)
        {
            watched.Next = _first;
            if (_first is not null)
            {
                _first.Previous = watched;
            }

            _first = watched;
            _count++;
        }
    }

    internal void Remove(IWatched watched)
    {
        lock (_lock)
        {
            if (watched.Previous is null)
            {
                _first = watched.Next;
            }
            else
            {
                watched.Previous.Next = watched.Next;
            }

            if (watched.Next is not null)
            {
                watched.Next.Previous = watched.Previous;
            }

            watched.Next = watched.Previous = null;
            _count--;
        }
    }

    private void Sweep()
    {
        // A sweep that takes longer than the period must not meet the next one.
        if (Interlocked.Exchange(ref _sweeping, 1) != 0)
        {
            return;
        }

        var elapsed = (long)_time.GetElapsedTime(_start).TotalMilliseconds;
        var now = _nowMs + Math.Min(elapsed - _sweptMs, 2 * PeriodMs);
        _sweptMs = elapsed;
        Volatile.Write(ref _nowMs, now);

        // A moment noted just before this sweep may lie a whole step further back than it was.
        CollectOverdue(now - (2 * PeriodMs));
        foreach (var (exchange, cause) in _overdue)
        {
            AbortQuietly(exchange, cause);
        }

        _overdue.Clear();
        Volatile.Write(ref _sweeping, 0);
    }

    private void CollectOverdue(long moment)
    {
        lock (_lock)
        {
            // Of many, every so-manieth, another one each time.
            var step = (_count / MostCallersPerSweep) + 1;
            var next = _sweeps++ % step;
            for (var watched = _first; watched is not null; watched = watched.Next)
            {
                if (next-- == 0)
                {
                    watched.LookAtCaller();
                    next = step - 1;
                }

                if (watched.Running is { } exchange && exchange.Overdue(moment) is var cause and not AbortCause.None)
                {
                    _overdue.Add((exchange, cause));
                }
            }
        }
    }

    private static void AbortQuietly(Exchange exchange, AbortCause cause)
    {
        try
        {
            exchange.Abort(cause);
        }
        catch (AggregateException)
        {
            // A callback of the aborted exchange failed; on a timer thread that would end the process, and the
            // exchange's own flow sees the cancellation anyway.
        }
    }
}
