using MultiplexCluster.Contracts.Identity;

namespace MultiplexCluster.Core.Queueing;

/// <summary>
/// The order of one line of the queue, first in, first out. What leaves early stays in it as dead weight. Its messages are kept
/// by whoever owns the queue, one store for each line.
/// </summary>
/// <param name="index">Counts the lines of its queue, from 0.</param>
public sealed class WaitingLine(int index)
{
    private readonly Queue<(CallId Call, long Number)> _order = [];
    private long _joined;
    private long _passed;

    /// <summary>Counts the lines of its queue, from 0.</summary>
    public int Index => index;

    /// <summary>Those in it that still wait.</summary>
    public int Living { get; private set; }

    /// <summary>Those in it, dead weight included.</summary>
    public int Weight => _order.Count;

    /// <summary>The first that still waits; null where nobody does.</summary>
    public CallId? First<TRouter>(IReadOnlyDictionary<CallId, Waiter<TRouter>> waiters)
    {
        ArgumentNullException.ThrowIfNull(waiters);
        while (_order.TryPeek(out var first))
        {
            if (waiters.TryGetValue(first.Call, out var waiter) && waiter.Number == first.Number)
            {
                return first.Call;
            }

            _order.Dequeue();
        }

        return null;
    }

    /// <summary>One more at its end.</summary>
    /// <returns>Its number in this line, from 1.</returns>
    internal long Join(CallId call)
    {
        Living++;
        _order.Enqueue((call, ++_joined));
        return _joined;
    }

    /// <summary>One that waits is served, or has left.</summary>
    internal void Lose() => Living--;

    /// <summary>The one with this number, the first of all, is through.</summary>
    internal void Passed(long number)
    {
        _passed = Math.Max(_passed, number);
        while (_order.TryPeek(out var first) && first.Number <= _passed)
        {
            _order.Dequeue();
        }
    }

    /// <summary>The place of the one with this number, from 1; no better than it is, as some before it may have left.</summary>
    internal int PlaceOf(long number) => (int)Math.Clamp(number - _passed, 1, Math.Max(1, Living));

    /// <summary>Drops the dead weight.</summary>
    internal void Compact(IReadOnlySet<CallId> dead)
    {
        var living = _order.Where(o => !dead.Contains(o.Call)).ToList();
        _order.Clear();
        living.ForEach(_order.Enqueue);
    }

    /// <summary>Empties it.</summary>
    internal void Clear()
    {
        _order.Clear();
        (Living, _passed) = (0, _joined);
    }
}
