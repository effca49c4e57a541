using System.Numerics;
using MultiplexCluster.Contracts.Identity;
using MultiplexCluster.Contracts.Protocol;

namespace MultiplexCluster.Core.Queueing;

/// <summary>
/// One class of the queue: a line of retries and, behind it, the newcomers in a line per lane. Lanes take fair turns; inside
/// a lane it is first in, first out, by when its requests began to wait: those that waited elsewhere before have a line of
/// their own beside that of the newcomers.
/// </summary>
/// <param name="newLine">Makes a line; one for those from elsewhere is in order of when they began to wait.</param>
/// <typeparam name="TRouter">Who is told of a request's turn.</typeparam>
internal sealed class WaitingClass<TRouter>(Func<bool, WaitingLine> newLine)
{
    private readonly WaitingLine?[] _lanes = new WaitingLine?[Lanes.Count];
    private WaitingLine?[]? _fromElsewhere;
    private WaitingLine? _retries;
    private ulong _waitingLanes;
    private int _lastLane = Lanes.Count - 1;
    private (CallId Call, TimeSpan Since)? _oldest;

    // What a clock of another node, or a coarse one, may be wrong by must not change the order of newcomers.
    private const long WaitsThatCountMs = 50;

    /// <summary>Those in it that still wait.</summary>
    public int Living { get; private set; }

    /// <summary>Whether it waited before, elsewhere, for long enough to go before those that come later.</summary>
    public static bool CameFromElsewhere(Acquire message) => message.WaitedMs >= WaitsThatCountMs;

    /// <summary>One more waits.</summary>
    /// <param name="message">What it asked.</param>
    /// <param name="since">When it began to wait, wherever that was (monotonic).</param>
    /// <returns>Its line, and its number there, from 1.</returns>
    public (WaitingLine Line, long Number) Join(Acquire message, TimeSpan since)
    {
        Living++;
        _waitingLanes |= message.IsRetry ? 0 : 1UL << message.Lane;
        if (_oldest is { } known && since < known.Since)
        {
            _oldest = (message.CallId, since);
        }

        var line = LineFor(message);
        return (line, line.Join(message.CallId, since));
    }

    private WaitingLine LineFor(Acquire message) =>
        message.IsRetry ? _retries ??= newLine(false)
        : CameFromElsewhere(message) ? (_fromElsewhere ??= new WaitingLine?[Lanes.Count])[message.Lane] ??= newLine(true)
        : _lanes[message.Lane] ??= newLine(false);

    /// <summary>One that waits is served, or has left.</summary>
    public void Lose(in Waiter<TRouter> waiter)
    {
        Living--;
        LineOf(waiter).Lose();
        if (!waiter.IsRetry && LivingIn(waiter.Lane) == 0)
        {
            _waitingLanes &= ~(1UL << waiter.Lane);
        }
    }

    /// <summary>The line whose turn it is; somebody must wait.</summary>
    public WaitingLine Next(IReadOnlyDictionary<CallId, Waiter<TRouter>> waiters) =>
        _retries is { Living: > 0 } ? _retries : Next(Lanes.Next(_waitingLanes, _lastLane), waiters);

    private WaitingLine Next(int lane, IReadOnlyDictionary<CallId, Waiter<TRouter>> waiters)
    {
        var (newcomers, others) = (_lanes[lane], _fromElsewhere?[lane]);
        return others is not { Living: > 0 } ? newcomers!
            : newcomers is not { Living: > 0 } ? others
            : waiters[others.First(waiters)!.Value].Since <= waiters[newcomers.First(waiters)!.Value].Since ? others
            : newcomers;
    }

    /// <summary>The first of a line is through.</summary>
    /// <param name="waiter">Which one.</param>
    /// <param name="wasServed">Its lane has had its turn.</param>
    public void Passed(in Waiter<TRouter> waiter, bool wasServed)
    {
        LineOf(waiter).Passed(waiter.Since, waiter.Number);
        if (wasServed && !waiter.IsRetry)
        {
            _lastLane = waiter.Lane;
        }
    }

    /// <summary>Its turn among those that wait in this class, from 1, when no more come.</summary>
    public int PlaceOf(in Waiter<TRouter> waiter)
    {
        var place = LineOf(waiter).PlaceOf(waiter.Since, waiter.Number);
        if (waiter.IsRetry)
        {
            return place;
        }

        place += waiter.CameFromElsewhere ? 0 : _fromElsewhere?[waiter.Lane]?.Living ?? 0;

        var before = _retries?.Living ?? 0;
        for (var others = _waitingLanes & ~(1UL << waiter.Lane); others != 0; others &= others - 1)
        {
            var other = BitOperations.TrailingZeroCount(others);
            before += Lanes.Before(other, LivingIn(other), waiter.Lane, place, _lastLane);
        }

        return before + place;
    }

    /// <summary>Whether the one that has waited longest of all, wherever that was, has used most of its wait.</summary>
    public bool IsOld(IReadOnlyDictionary<CallId, Waiter<TRouter>> waiters, TimeSpan now)
    {
        if (Living == 0)
        {
            return false;
        }

        // It stays the oldest until it leaves, or an older one comes from elsewhere.
        if (_oldest is not { } known || !waiters.ContainsKey(known.Call))
        {
            var call = Lines.Select(line => line.First(waiters)).OfType<CallId>().MinBy(first => waiters[first].Since);
            _oldest = (call, waiters[call].Since);
        }

        return now >= waiters[_oldest.Value.Call].OldFrom;
    }

    /// <summary>Drops the dead weight.</summary>
    public void Compact(IReadOnlySet<CallId> dead)
    {
        foreach (var line in Lines)
        {
            line.Compact(dead);
        }
    }

    /// <summary>Empties it.</summary>
    public void Clear()
    {
        foreach (var line in Lines)
        {
            line.Clear();
        }

        (Living, _waitingLanes, _oldest) = (0, 0, null);
    }

    private IEnumerable<WaitingLine> Lines => _lanes.Concat(_fromElsewhere ?? []).Prepend(_retries).OfType<WaitingLine>();

    private int LivingIn(int lane) => (_lanes[lane]?.Living ?? 0) + (_fromElsewhere?[lane]?.Living ?? 0);

    /// <summary>The line it stands in.</summary>
    public WaitingLine LineOf(in Waiter<TRouter> waiter) =>
        (waiter.IsRetry ? _retries : waiter.CameFromElsewhere ? _fromElsewhere![waiter.Lane] : _lanes[waiter.Lane])!;
}
