using Akka.Actor;
using MultiplexCluster.Contracts.Endpoints;
using MultiplexCluster.Contracts.Identity;
using MultiplexCluster.Contracts.Protocol;
using MultiplexCluster.Core.Queueing;

namespace MultiplexCluster.Actors.Endpoints;

/// <summary>
/// The endpoint's queue: one stash per priority class. A request that leaves the queue early stays in its stash as
/// dead weight until it is popped or the dead outnumber the living.
/// </summary>
internal sealed class WaitingRoom(IActorContext context, Type actorType)
{
    private const int CompactionFloor = 32;
    private readonly IStash?[] _stashes = new IStash?[3];
    private readonly int[] _living = new int[3];
    private readonly Dictionary<CallId, Waiter> _waiters = [];
    private readonly HashSet<CallId> _dead = [];
    private ClassTurns _turns;

    /// <summary>Requests that wait.</summary>
    public int Count => _waiters.Count;

    /// <summary>Those that wait, in no order.</summary>
    public IEnumerable<KeyValuePair<CallId, Waiter>> Waiters => _waiters;

    public bool TryGet(CallId call, out Waiter waiter) => _waiters.TryGetValue(call, out waiter);

    /// <summary>Whether the call left the queue while its message stayed in the stash.</summary>
    public bool IsDead(CallId call) => _dead.Contains(call);

    /// <summary>Its message has left the stash as well.</summary>
    public void Bury(CallId call) => _dead.Remove(call);

    /// <summary>Puts the message that is being processed into the queue; a retry goes to the front of its class.</summary>
    /// <returns>Its place in its class, from 1.</returns>
    public int Admit(Acquire message, IActorRef router, TimeSpan deadline)
    {
        var stash = StashOf(message.Priority);
        if (message.IsRetry)
        {
            stash.Prepend([new Envelope(message, router)]);
        }
        else
        {
            stash.Stash();
        }

        _waiters[message.CallId] = new Waiter(router, message.Priority, deadline);
        var place = ++_living[(int)message.Priority];
        return message.IsRetry ? 1 : place;
    }

    /// <summary>Takes a request out of the queue before its turn.</summary>
    public bool Leave(CallId call)
    {
        if (!_waiters.Remove(call, out var waiter))
        {
            return false;
        }

        _living[(int)waiter.Priority]--;
        _dead.Add(call);
        if (_dead.Count > CompactionFloor && _dead.Count > _waiters.Count)
        {
            Compact();
        }

        return true;
    }

    /// <summary>Puts the next request by class weights at the front of the mailbox; false when nobody waits.</summary>
    public bool PopNext()
    {
        if (_turns.Next(_living[0] > 0, _living[1] > 0, _living[2] > 0) is not { } next)
        {
            return false;
        }

        _turns = next.After;
        StashOf(next.Class).Unstash();
        return true;
    }

    /// <summary>The popped request has its permit (or its refusal).</summary>
    public void Served(CallId call)
    {
        if (_waiters.Remove(call, out var waiter))
        {
            _living[(int)waiter.Priority]--;
        }
    }

    /// <summary>The popped request must go on waiting: back to the front.</summary>
    public void PutBack(Acquire message, IActorRef router) => StashOf(message.Priority).Prepend([new Envelope(message, router)]);

    /// <summary>Empties the queue.</summary>
    public void Clear()
    {
        foreach (var stash in _stashes)
        {
            stash?.ClearStash();
        }

        _waiters.Clear();
        _dead.Clear();
        Array.Clear(_living);
    }

    private void Compact()
    {
        foreach (var stash in _stashes)
        {
            stash?.Prepend([.. stash.ClearStash().Where(e => e.Message is Acquire a && !_dead.Contains(a.CallId))]);
        }

        _dead.Clear();
    }

    private IStash StashOf(PriorityClass priority) => _stashes[(int)priority] ??= context.CreateStash(actorType);
}

/// <summary>A request that waits.</summary>
/// <param name="Router">Who is told of its turn.</param>
/// <param name="Priority">Its class.</param>
/// <param name="Deadline">When it is no longer granted (monotonic).</param>
internal readonly record struct Waiter(IActorRef Router, PriorityClass Priority, TimeSpan Deadline);
