using Akka.Actor;
using MultiplexCluster.Contracts.Identity;
using MultiplexCluster.Contracts.Protocol;

namespace MultiplexCluster.Actors.Endpoints;

/// <summary>One line of the queue, first in, first out: a stash. What leaves early stays in it as dead weight.</summary>
internal sealed class WaitingLine(IStash stash)
{
    private readonly IStash _stash = stash;
    private readonly Queue<(CallId Call, long Number)> _order = [];
    private long _joined;
    private long _passed;

    /// <summary>Those in it that still wait.</summary>
    public int Living { get; private set; }

    /// <summary>Puts the message that is being processed at its end.</summary>
    /// <returns>Its number in this line, from 1.</returns>
    public long Join(CallId call)
    {
        _stash.Stash();
        Living++;
        _order.Enqueue((call, ++_joined));
        return _joined;
    }

    /// <summary>One that waits is served, or has left.</summary>
    public void Lose() => Living--;

    /// <summary>Puts the first message at the front of the mailbox.</summary>
    public void Pop() => _stash.Unstash();

    /// <summary>The popped one, with this number, is through.</summary>
    public void Passed(long number)
    {
        _passed = Math.Max(_passed, number);
        while (_order.TryPeek(out var first) && first.Number <= _passed)
        {
            _order.Dequeue();
        }
    }

    /// <summary>The popped one must go on waiting.</summary>
    public void PutBack(Acquire message, IActorRef router) => _stash.Prepend([new Envelope(message, router)]);

    /// <summary>The place of the one with this number, from 1; no better than it is, as some before it may have left.</summary>
    public int PlaceOf(long number) => (int)Math.Clamp(number - _passed, 1, Math.Max(1, Living));

    /// <summary>The first that still waits; null where nobody does.</summary>
    public CallId? First(IReadOnlyDictionary<CallId, Waiter> waiters)
    {
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

    /// <summary>Drops the dead weight.</summary>
    public void Compact(IReadOnlySet<CallId> dead)
    {
        _stash.Prepend([.. _stash.ClearStash().Where(e => e.Message is Acquire a && !dead.Contains(a.CallId))]);
        var living = _order.Where(o => !dead.Contains(o.Call)).ToList();
        _order.Clear();
        living.ForEach(_order.Enqueue);
    }

    /// <summary>Empties it.</summary>
    public void Clear()
    {
        _stash.ClearStash();
        _order.Clear();
        (Living, _passed) = (0, _joined);
    }
}
