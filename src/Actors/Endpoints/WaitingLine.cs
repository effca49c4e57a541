using Akka.Actor;
using MultiplexCluster.Contracts.Identity;
using MultiplexCluster.Contracts.Protocol;

namespace MultiplexCluster.Actors.Endpoints;

/// <summary>One line of the queue, first in, first out: a stash. What leaves early stays in it as dead weight.</summary>
internal sealed class WaitingLine(IStash stash)
{
    private readonly IStash _stash = stash;
    private long _joined;
    private long _passed;

    /// <summary>Those in it that still wait.</summary>
    public int Living { get; private set; }

    /// <summary>Puts the message that is being processed at its end.</summary>
    /// <returns>Its number in this line, from 1.</returns>
    public long Join()
    {
        _stash.Stash();
        Living++;
        return ++_joined;
    }

    /// <summary>One that waits is served, or has left.</summary>
    public void Lose() => Living--;

    /// <summary>Puts the first message at the front of the mailbox.</summary>
    public void Pop() => _stash.Unstash();

    /// <summary>The popped one, with this number, is through.</summary>
    public void Passed(long number) => _passed = Math.Max(_passed, number);

    /// <summary>The popped one must go on waiting.</summary>
    public void PutBack(Acquire message, IActorRef router) => _stash.Prepend([new Envelope(message, router)]);

    /// <summary>The place of the one with this number, from 1; no better than it is, as some before it may have left.</summary>
    public int PlaceOf(long number) => (int)Math.Clamp(number - _passed, 1, Math.Max(1, Living));

    /// <summary>Drops the dead weight.</summary>
    public void Compact(IReadOnlySet<CallId> dead) =>
        _stash.Prepend([.. _stash.ClearStash().Where(e => e.Message is Acquire a && !dead.Contains(a.CallId))]);

    /// <summary>Empties it.</summary>
    public void Clear()
    {
        _stash.ClearStash();
        (Living, _passed) = (0, _joined);
    }
}
