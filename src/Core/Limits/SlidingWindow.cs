namespace MultiplexCluster.Core.Limits;

/// <summary>
/// What was used in the last 60 s, in steps of 250 ms. When in its step something was used is not kept, so that it
/// counts for one step longer: in any 60 s there is never more than what <see cref="FreeAt"/> lets through. 2 KB,
/// whatever is used. Owned by one endpoint, not thread-safe; moments are monotonic.
/// </summary>
public sealed class SlidingWindow
{
    /// <summary>The window.</summary>
    public static readonly TimeSpan Length = TimeSpan.FromSeconds(60);

    /// <summary>Its resolution.</summary>
    public static readonly TimeSpan Step = TimeSpan.FromMilliseconds(250);

    /// <summary>Steps that count: those of 60 s and the one in which the window begins.</summary>
    internal const int Steps = 241;

    // Sums of them stay far from an overflow, whatever usage a provider tells.
    private const long Most = 1_000_000_000_000;

    private readonly long[] _amounts = new long[Steps];
    private long _newest;
    private long _used;

    /// <summary>What counts at this moment.</summary>
    public long Used(TimeSpan now)
    {
        Advance(StepOf(now));
        return _used;
    }

    /// <summary>Counts an amount as used now.</summary>
    public void Add(TimeSpan now, long amount)
    {
        Advance(StepOf(now));
        Change(_newest, amount);
    }

    /// <summary>Counts more, or less, as used at an earlier moment; nothing where that has left the window.</summary>
    public void Settle(TimeSpan at, long difference)
    {
        var step = StepOf(at);
        if (step <= _newest && step > _newest - Steps)
        {
            Change(step, difference);
        }
    }

    /// <summary>The earliest moment, <paramref name="now"/> or later, at which this amount fits below the limit. One above the limit fits when nothing else counts.</summary>
    public TimeSpan FreeAt(TimeSpan now, long limit, long amount)
    {
        Advance(StepOf(now));
        var excess = _used + Math.Min(amount, limit) - limit;
        if (excess <= 0)
        {
            return now;
        }

        var step = _newest - Steps;
        while (excess > 0)
        {
            excess -= _amounts[IndexOf(++step)];
        }

        return (step + Steps) * Step;
    }

    /// <summary>What was used in each step, the newest first, and when the newest ends.</summary>
    internal (TimeSpan End, IReadOnlyList<long> Amounts) Read(TimeSpan now)
    {
        Advance(StepOf(now));
        var amounts = new long[Steps];
        for (var i = 0; i < Steps; i++)
        {
            amounts[i] = _amounts[IndexOf(_newest - i)];
        }

        return ((_newest + 1) * Step, amounts);
    }

    /// <summary>Counts an amount that was used at some moment before <paramref name="end"/>, which may lie before the clock's zero.</summary>
    internal void Restore(TimeSpan end, long amount, TimeSpan now)
    {
        Advance(StepOf(now));
        var step = Math.Min(StepOf(end - TimeSpan.FromTicks(1)), _newest);
        if (step > _newest - Steps)
        {
            Change(step, amount);
        }
    }

    private static long StepOf(TimeSpan moment) => (long)Math.Floor((double)moment.Ticks / Step.Ticks);

    private static int IndexOf(long step) => (int)(((step % Steps) + Steps) % Steps);

    private void Change(long step, long difference)
    {
        ref var amount = ref _amounts[IndexOf(step)];
        var changed = Math.Clamp(amount + Math.Clamp(difference, -Most, Most), 0, Most);
        _used += changed - amount;
        amount = changed;
    }

    private void Advance(long step)
    {
        if (step - _newest >= Steps)
        {
            Array.Clear(_amounts);
            (_newest, _used) = (step, 0);
        }

        while (_newest < step)
        {
            ref var left = ref _amounts[IndexOf(++_newest)];
            _used -= left;
            left = 0;
        }
    }
}
