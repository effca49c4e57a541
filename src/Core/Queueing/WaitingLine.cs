using MultiplexCluster.Contracts.Identity;

namespace MultiplexCluster.Core.Queueing;

/// <summary>
/// The order of one line of the queue: first in, first out, or by when its requests began to wait. What leaves early stays in
/// it as dead weight. Its messages are kept by whoever owns the queue.
/// </summary>
/// <param name="index">Counts the lines of its queue, from 0.</param>
/// <param name="isBySince">Who began to wait earlier goes before, whenever it came.</param>
public sealed class WaitingLine(int index, bool isBySince)
{
    private const int MostPassed = 32;

    // Those before the head are through.
    private readonly List<Standing> _order = [];
    private int _head;
    private long _joined;

    /// <summary>Counts the lines of its queue, from 0.</summary>
    public int Index => index;

    /// <summary>Who began to wait earlier goes before, whenever it came. Else it is first in, first out.</summary>
    public bool IsBySince => isBySince;

    /// <summary>Those in it that still wait.</summary>
    public int Living { get; private set; }

    /// <summary>Those in it, dead weight included.</summary>
    public int Weight => _order.Count - _head;

    /// <summary>The first that still waits; null where nobody does.</summary>
    public CallId? First<TRouter>(IReadOnlyDictionary<CallId, Waiter<TRouter>> waiters)
    {
        ArgumentNullException.ThrowIfNull(waiters);
        for (; _head < _order.Count; _head++)
        {
            var first = _order[_head];
            if (waiters.TryGetValue(first.Call, out var waiter) && waiter.Number == first.Number)
            {
                return first.Call;
            }
        }

        return null;
    }

    /// <summary>One more, at its end or where it belongs.</summary>
    /// <param name="call">Which one.</param>
    /// <param name="since">When it began to wait, wherever that was (monotonic).</param>
    /// <returns>Its number in this line, from 1.</returns>
    internal long Join(CallId call, TimeSpan since)
    {
        Living++;
        DropPassed();
        var standing = Of(call, since, ++_joined);
        if (Weight == 0 || _order[^1].CompareTo(standing) < 0)
        {
            _order.Add(standing);
        }
        else
        {
            _order.Insert(IndexOf(standing), standing);
        }

        return _joined;
    }

    /// <summary>One that waits is served, or has left.</summary>
    internal void Lose() => Living--;

    /// <summary>One is through: as a rule the first.</summary>
    internal void Passed(TimeSpan since, long number)
    {
        // Of those in order of their wait, an older one may have come meanwhile: that one stays.
        var passed = Of(default, since, number);
        for (; _head < _order.Count; _head++)
        {
            var order = _order[_head].CompareTo(passed);
            if (order > 0 || (isBySince && order < 0))
            {
                return;
            }
        }
    }

    /// <summary>The place of one, from 1; no better than it is, as some before it may have left.</summary>
    internal int PlaceOf(TimeSpan since, long number) => Math.Clamp(IndexOf(Of(default, since, number)) - _head + 1, 1, Math.Max(1, Living));

    /// <summary>Drops the dead weight.</summary>
    internal void Compact(IReadOnlySet<CallId> dead)
    {
        _order.RemoveRange(0, _head);
        _order.RemoveAll(one => dead.Contains(one.Call));
        _head = 0;
    }

    /// <summary>Empties it.</summary>
    internal void Clear()
    {
        _order.Clear();
        (Living, _head) = (0, 0);
    }

    private Standing Of(CallId call, TimeSpan since, long number) => new(isBySince ? since : default, number, call);

    private int IndexOf(in Standing standing)
    {
        var found = _order.BinarySearch(_head, Weight, standing, null);
        return found >= 0 ? found : ~found;
    }

    private void DropPassed()
    {
        if (_head >= MostPassed && _head >= _order.Count / 2)
        {
            _order.RemoveRange(0, _head);
            _head = 0;
        }
    }

    private readonly record struct Standing(TimeSpan Since, long Number, CallId Call) : IComparable<Standing>
    {
        public int CompareTo(Standing other) => Since != other.Since ? Since.CompareTo(other.Since) : Number.CompareTo(other.Number);
    }
}
