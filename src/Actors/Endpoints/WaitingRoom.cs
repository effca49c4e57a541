using Akka.Actor;
using MultiplexCluster.Contracts.Identity;
using MultiplexCluster.Contracts.Protocol;
using MultiplexCluster.Core.Admission;
using MultiplexCluster.Core.Queueing;

namespace MultiplexCluster.Actors.Endpoints;

/// <summary>
/// The endpoint's queue: a stash for each line of the <see cref="WaitingOrder{TRouter}"/> that is first in, first out. A request
/// that leaves early stays in its stash as dead weight until it is popped or the dead outnumber the living. Those that came
/// from elsewhere are kept by call, since a stash has no order of its own.
/// </summary>
internal sealed class WaitingRoom(IActorContext context, Type actorType)
{
    private readonly WaitingOrder<IActorRef> _order = new();
    private readonly List<IStash?> _stashes = [];
    private readonly Dictionary<CallId, Acquire> _fromElsewhere = [];
    private IStash? _popped;

    /// <summary>Requests that wait.</summary>
    public int Count => _order.Count;

    /// <summary>A popped message is at the front of the mailbox: the next question is that one.</summary>
    public bool IsPopping { get; private set; }

    public bool TryGet(CallId call, out Waiter<IActorRef> waiter) => _order.TryGet(call, out waiter);

    /// <summary>Whether the call left the queue while its message stayed in it.</summary>
    public bool IsDead(CallId call) => _order.IsDead(call);

    /// <summary>Those that wait: retries first, then in the order they came.</summary>
    public IReadOnlyList<KeyValuePair<CallId, Waiter<IActorRef>>> InOrder() => _order.InOrder();

    /// <summary>Puts the message that is being processed into the queue.</summary>
    /// <param name="message">The question.</param>
    /// <param name="router">Who is told of its turn.</param>
    /// <param name="deadline">When it is no longer granted.</param>
    /// <param name="now">This moment.</param>
    /// <returns>Its place in its class, from 1.</returns>
    public int Admit(Acquire message, IActorRef router, TimeSpan deadline, TimeSpan now)
    {
        var (line, place) = _order.Admit(message, router, deadline, now);
        if (line.IsBySince)
        {
            _fromElsewhere[message.CallId] = message;
        }
        else
        {
            StashOf(line).Stash();
        }

        return place;
    }

    /// <summary>Its turn among those that wait in its class, from 1, when no more come.</summary>
    public int PlaceOf(in Waiter<IActorRef> waiter) => _order.PlaceOf(waiter);

    /// <summary>Takes a request out of the queue before its turn.</summary>
    public bool Leave(CallId call)
    {
        if (!_order.Leave(call))
        {
            return false;
        }

        _fromElsewhere.Remove(call);
        DropDeadWeight();
        return true;
    }

    /// <summary>Takes those out of the queue that are refused.</summary>
    /// <returns>Them and their refusals, in the order of <see cref="InOrder"/>.</returns>
    public IReadOnlyList<(CallId Call, Waiter<IActorRef> Waiter, AdmissionDecision Refusal)> Remove(Func<Waiter<IActorRef>, AdmissionDecision?> refusalOf)
    {
        var refused = _order.Remove(refusalOf);
        foreach (var (call, _, _) in refused)
        {
            _fromElsewhere.Remove(call);
        }

        DropDeadWeight();
        return refused;
    }

    /// <summary>Puts the next request by class weights and lanes at the front of the mailbox; nothing when nobody waits.</summary>
    public void PopNext(TimeSpan now)
    {
        if (_order.Next(now) is not { } line)
        {
            return;
        }

        if (line.IsBySince)
        {
            Unstash(_order.FirstOf(line)!.Value);
        }
        else
        {
            StashOf(line).Unstash();
        }

        IsPopping = true;
    }

    /// <summary>The popped message is taken; false when it had left the queue, which costs its class no turn.</summary>
    public bool TakePopped(CallId call, out Waiter<IActorRef> waiter)
    {
        IsPopping = false;
        return _order.Take(call, out waiter);
    }

    /// <summary>The popped request has its permit: the turn of its class and of its lane is used.</summary>
    public void Served(CallId call) => _order.Served(call);

    /// <summary>The popped request is refused: the turn stays with its class and lane.</summary>
    public void Dismiss(CallId call) => _order.Dismiss(call);

    /// <summary>The popped request must go on waiting: back to the front.</summary>
    public void PutBack(Acquire message, in Waiter<IActorRef> waiter)
    {
        var line = _order.LineOf(waiter);
        if (line.IsBySince)
        {
            _fromElsewhere[message.CallId] = message;
        }
        else
        {
            StashOf(line).Prepend([new Envelope(message, waiter.Router)]);
        }
    }

    /// <summary>Empties the queue. A popped message that is still in the mailbox finds no place.</summary>
    public void Clear()
    {
        _stashes.ForEach(stash => stash?.ClearStash());
        _fromElsewhere.Clear();
        _order.Clear();
    }

    private void DropDeadWeight()
    {
        if (_order.Compact() is { } dropped)
        {
            _stashes.ForEach(stash => stash?.Prepend([.. stash.ClearStash().Where(e => e.Message is Acquire a && !dropped.Contains(a.CallId))]));
        }
    }

    private void Unstash(CallId call)
    {
        _order.TryGet(call, out var waiter);
        _fromElsewhere.Remove(call, out var message);
        _popped ??= context.CreateStash(actorType);
        _popped.Prepend([new Envelope(message!, waiter.Router)]);
        _popped.Unstash();
    }

    private IStash StashOf(WaitingLine line)
    {
        while (_stashes.Count <= line.Index)
        {
            _stashes.Add(null);
        }

        return _stashes[line.Index] ??= context.CreateStash(actorType);
    }
}
