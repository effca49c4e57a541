using Akka.Actor;
using MultiplexCluster.Contracts.Endpoints;
using MultiplexCluster.Contracts.Identity;
using MultiplexCluster.Contracts.Protocol;
using MultiplexCluster.Core.Admission;
using MultiplexCluster.Core.Queueing;

namespace MultiplexCluster.Actors.Endpoints;

/// <summary>
/// The endpoint's queue: per priority class a line of retries and, behind it, one of newcomers. A request that leaves
/// the queue early stays in its line as dead weight until it is popped or the dead outnumber the living.
/// </summary>
internal sealed class WaitingRoom(IActorContext context, Type actorType)
{
    private const int CompactionFloor = 32;
    private readonly WaitingLine?[] _retries = new WaitingLine?[3];
    private readonly WaitingLine?[] _newcomers = new WaitingLine?[3];
    private readonly Dictionary<CallId, Waiter> _waiters = [];
    private readonly HashSet<CallId> _dead = [];
    private ClassTurns _turns;
    private ClassTurns _turnsWhenServed;
    private long _arrivals;

    /// <summary>Requests that wait.</summary>
    public int Count => _waiters.Count;

    /// <summary>A popped message is at the front of the mailbox: the next question is that one.</summary>
    public bool IsPopping { get; private set; }

    public bool TryGet(CallId call, out Waiter waiter)
    {
        waiter = default;
        return _waiters.Count > 0 && _waiters.TryGetValue(call, out waiter);
    }

    /// <summary>Whether the call left the queue while its message stayed in it.</summary>
    public bool IsDead(CallId call) => _dead.Count > 0 && _dead.Contains(call);

    /// <summary>Those that wait: retries first, then in the order they came.</summary>
    public IReadOnlyList<KeyValuePair<CallId, Waiter>> InOrder() => [.. _waiters.OrderBy(w => !w.Value.IsRetry).ThenBy(w => w.Value.Arrival)];

    /// <summary>Puts the message that is being processed into the queue; a retry goes before the newcomers of its class, behind earlier retries.</summary>
    /// <returns>Its place in its class, from 1.</returns>
    public int Admit(Acquire message, IActorRef router, TimeSpan deadline)
    {
        var number = LineOf(message.Priority, message.IsRetry).Join();
        var waiter = new Waiter(router, message.Priority, message.IsRetry, message.IsPinned, deadline, ++_arrivals, number);
        _waiters[message.CallId] = waiter;
        return PlaceOf(waiter);
    }

    /// <summary>Its place among those that wait in its class, from 1.</summary>
    public int PlaceOf(in Waiter waiter)
    {
        var ahead = waiter.IsRetry ? 0 : _retries[(int)waiter.Priority]?.Living ?? 0;
        return ahead + LineOf(waiter).PlaceOf(waiter.Number);
    }

    /// <summary>Takes a request out of the queue before its turn.</summary>
    public bool Leave(CallId call)
    {
        if (_waiters.Count == 0 || !_waiters.Remove(call, out var waiter))
        {
            return false;
        }

        LineOf(waiter).Lose();
        _dead.Add(call);
        if (_dead.Count > CompactionFloor && _dead.Count > _waiters.Count)
        {
            Compact();
        }

        return true;
    }

    /// <summary>Takes those out of the queue that are refused.</summary>
    /// <returns>Them and their refusals, in the order of <see cref="InOrder"/>.</returns>
    public IReadOnlyList<(CallId Call, Waiter Waiter, AdmissionDecision Refusal)> Remove(Func<Waiter, AdmissionDecision?> refusalOf)
    {
        var refused = new List<(CallId Call, Waiter Waiter, AdmissionDecision Refusal)>();
        foreach (var (call, waiter) in _waiters)
        {
            if (refusalOf(waiter) is { } refusal)
            {
                refused.Add((call, waiter, refusal));
            }
        }

        refused.ForEach(r => Leave(r.Call));
        return [.. refused.OrderBy(r => !r.Waiter.IsRetry).ThenBy(r => r.Waiter.Arrival)];
    }

    /// <summary>Puts the next request by class weights at the front of the mailbox; nothing when nobody waits.</summary>
    public void PopNext()
    {
        if (_turns.Next(Living(0) > 0, Living(1) > 0, Living(2) > 0) is { } next)
        {
            _turnsWhenServed = next.After;
            var retries = _retries[(int)next.Class];
            (retries is { Living: > 0 } ? retries : _newcomers[(int)next.Class])!.Pop();
            IsPopping = true;
        }
    }

    /// <summary>The popped message is taken; false when it had left the queue, which costs its class no turn.</summary>
    public bool TakePopped(CallId call, out Waiter waiter)
    {
        IsPopping = false;
        _dead.Remove(call);
        return _waiters.TryGetValue(call, out waiter);
    }

    /// <summary>The popped request has its permit: the turn of its class is used.</summary>
    public void Served(CallId call)
    {
        _turns = _turnsWhenServed;
        Dismiss(call);
    }

    /// <summary>The popped request is refused: the turn stays with its class.</summary>
    public void Dismiss(CallId call)
    {
        if (_waiters.Remove(call, out var waiter))
        {
            LineOf(waiter).Lose();
            LineOf(waiter).Passed(waiter.Number);
        }
    }

    /// <summary>The popped request must go on waiting: back to the front.</summary>
    public void PutBack(Acquire message, in Waiter waiter) => LineOf(waiter).PutBack(message, waiter.Router);

    /// <summary>Empties the queue. A popped message that is still in the mailbox finds no place.</summary>
    public void Clear()
    {
        foreach (var line in Lines)
        {
            line.Clear();
        }

        _waiters.Clear();
        _dead.Clear();
    }

    private IEnumerable<WaitingLine> Lines => _retries.Concat(_newcomers).OfType<WaitingLine>();

    private int Living(int priority) => (_retries[priority]?.Living ?? 0) + (_newcomers[priority]?.Living ?? 0);

    private void Compact()
    {
        foreach (var line in Lines)
        {
            line.Compact(_dead);
        }

        _dead.Clear();
    }

    private WaitingLine LineOf(in Waiter waiter) => LineOf(waiter.Priority, waiter.IsRetry);

    private WaitingLine LineOf(PriorityClass priority, bool isRetry) =>
        (isRetry ? _retries : _newcomers)[(int)priority] ??= new WaitingLine(context.CreateStash(actorType));
}

/// <summary>A request that waits.</summary>
/// <param name="Router">Who is told of its turn.</param>
/// <param name="Priority">Its class.</param>
/// <param name="IsRetry">It held a permit here before.</param>
/// <param name="IsPinned">No other endpoint may serve it.</param>
/// <param name="Deadline">When it is no longer granted (monotonic).</param>
/// <param name="Arrival">Counts those that came to this endpoint's queue.</param>
/// <param name="Number">Counts those that came to its line.</param>
internal readonly record struct Waiter(
    IActorRef Router, PriorityClass Priority, bool IsRetry, bool IsPinned, TimeSpan Deadline, long Arrival, long Number);
