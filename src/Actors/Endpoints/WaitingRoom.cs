using Akka.Actor;
using MultiplexCluster.Contracts.Endpoints;
using MultiplexCluster.Contracts.Identity;
using MultiplexCluster.Contracts.Protocol;
using MultiplexCluster.Core.Admission;
using MultiplexCluster.Core.Queueing;

namespace MultiplexCluster.Actors.Endpoints;

/// <summary>
/// The endpoint's queue: three classes by weight, in each retries before newcomers, and among those fair turns between
/// callers. A request that leaves the queue early stays in its line as dead weight until it is popped or the dead
/// outnumber the living.
/// </summary>
internal sealed class WaitingRoom(IActorContext context, Type actorType)
{
    private const int CompactionFloor = 32;
    private readonly WaitingClass?[] _classes = new WaitingClass?[3];
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
    /// <param name="message">The question.</param>
    /// <param name="router">Who is told of its turn.</param>
    /// <param name="deadline">When it is no longer granted.</param>
    /// <param name="now">This moment.</param>
    /// <returns>Its place in its class, from 1.</returns>
    public int Admit(Acquire message, IActorRef router, TimeSpan deadline, TimeSpan now)
    {
        var since = now - TimeSpan.FromMilliseconds(message.WaitedMs);
        var number = ClassOf(message.Priority).Join(message);
        var waiter = new Waiter(
            router, message.Priority, message.IsRetry, message.IsPinned, deadline, ++_arrivals, number, message.Lane,
            WaitingClass.CameFromElsewhere(message), since, Ageing.OldFrom(deadline, deadline - since));
        _waiters[message.CallId] = waiter;
        return PlaceOf(waiter);
    }

    /// <summary>Its turn among those that wait in its class, from 1, when no more come: fair turns between callers are counted in.</summary>
    public int PlaceOf(in Waiter waiter) => ClassOf(waiter).PlaceOf(waiter);

    /// <summary>Takes a request out of the queue before its turn.</summary>
    public bool Leave(CallId call)
    {
        if (_waiters.Count == 0 || !_waiters.Remove(call, out var waiter))
        {
            return false;
        }

        ClassOf(waiter).Lose(waiter);
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

    /// <summary>Puts the next request by class weights and lanes at the front of the mailbox; nothing when nobody waits.</summary>
    public void PopNext(TimeSpan now)
    {
        var next = _turns.Next(
            Living(PriorityClass.High) > 0,
            Living(PriorityClass.Medium) > 0,
            Living(PriorityClass.Low) > 0,
            IsOld(PriorityClass.Medium, now),
            IsOld(PriorityClass.Low, now));
        if (next is { } turn)
        {
            _turnsWhenServed = turn.After;
            ClassOf(turn.Class).Pop(_waiters);
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

    /// <summary>The popped request has its permit: the turn of its class and of its lane is used.</summary>
    public void Served(CallId call)
    {
        _turns = _turnsWhenServed;
        Dismiss(call, wasServed: true);
    }

    /// <summary>The popped request is refused: the turn stays with its class and lane.</summary>
    public void Dismiss(CallId call) => Dismiss(call, wasServed: false);

    /// <summary>The popped request must go on waiting: back to the front.</summary>
    public void PutBack(Acquire message, in Waiter waiter) => ClassOf(waiter).PutBack(message, waiter);

    /// <summary>Empties the queue. A popped message that is still in the mailbox finds no place.</summary>
    public void Clear()
    {
        foreach (var one in _classes)
        {
            one?.Clear();
        }

        _waiters.Clear();
        _dead.Clear();
    }

    private int Living(PriorityClass priority) => _classes[(int)priority]?.Living ?? 0;

    private bool IsOld(PriorityClass priority, TimeSpan now) => _classes[(int)priority]?.IsOld(_waiters, now) is true;

    private void Dismiss(CallId call, bool wasServed)
    {
        if (_waiters.Remove(call, out var waiter))
        {
            ClassOf(waiter).Lose(waiter);
            ClassOf(waiter).Passed(waiter, wasServed);
        }
    }

    private void Compact()
    {
        foreach (var one in _classes)
        {
            one?.Compact(_dead);
        }

        _dead.Clear();
    }

    private WaitingClass ClassOf(in Waiter waiter) => ClassOf(waiter.Priority);

    private WaitingClass ClassOf(PriorityClass priority) =>
        _classes[(int)priority] ??= new WaitingClass(() => context.CreateStash(actorType));
}

/// <summary>A request that waits.</summary>
/// <param name="Router">Who is told of its turn.</param>
/// <param name="Priority">Its class.</param>
/// <param name="IsRetry">It held a permit here before.</param>
/// <param name="IsPinned">No other endpoint may serve it.</param>
/// <param name="Deadline">When it is no longer granted (monotonic).</param>
/// <param name="Arrival">Counts those that came to this endpoint's queue.</param>
/// <param name="Number">Counts those that came to its line.</param>
/// <param name="Lane">Its caller's lane, 0 – 63.</param>
/// <param name="CameFromElsewhere">It waited before, elsewhere.</param>
/// <param name="Since">When it began to wait, wherever that was (monotonic).</param>
/// <param name="OldFrom">When most of its allowed wait is used (monotonic).</param>
internal readonly record struct Waiter(
    IActorRef Router,
    PriorityClass Priority,
    bool IsRetry,
    bool IsPinned,
    TimeSpan Deadline,
    long Arrival,
    long Number,
    byte Lane,
    bool CameFromElsewhere,
    TimeSpan Since,
    TimeSpan OldFrom);
