using MultiplexCluster.Contracts.Endpoints;
using MultiplexCluster.Contracts.Identity;
using MultiplexCluster.Contracts.Protocol;
using MultiplexCluster.Core.Admission;

namespace MultiplexCluster.Core.Queueing;

/// <summary>
/// Who waits at an endpoint, and in which order: three classes by weight, in each retries before newcomers, and among those
/// fair turns between callers. A request that leaves early stays in its line as dead weight until its turn, or until the
/// dead outnumber the living. Where the questions themselves are kept is its owner's part. Not thread-safe.
/// </summary>
/// <typeparam name="TRouter">Who is told of a request's turn.</typeparam>
public sealed class WaitingOrder<TRouter>
{
    private const int CompactionFloor = 32;
    private readonly WaitingClass<TRouter>?[] _classes = new WaitingClass<TRouter>?[3];
    private readonly Dictionary<CallId, Waiter<TRouter>> _waiters = [];
    private readonly HashSet<CallId> _dead = [];
    private readonly List<WaitingLine> _lines = [];
    private ClassTurns _turns;
    private ClassTurns _turnsWhenServed;
    private long _arrivals;

    /// <summary>Requests that wait.</summary>
    public int Count => _waiters.Count;

    /// <summary>All lines there have been, by their index.</summary>
    public IReadOnlyList<WaitingLine> Lines => _lines;

    /// <summary>Whether the call waits, and how.</summary>
    public bool TryGet(CallId call, out Waiter<TRouter> waiter)
    {
        waiter = default;
        return _waiters.Count > 0 && _waiters.TryGetValue(call, out waiter);
    }

    /// <summary>Whether the call left while its line still holds it.</summary>
    public bool IsDead(CallId call) => _dead.Count > 0 && _dead.Contains(call);

    /// <summary>Those that wait: retries first, then in the order they came.</summary>
    public IReadOnlyList<KeyValuePair<CallId, Waiter<TRouter>>> InOrder() => [.. _waiters.OrderBy(w => !w.Value.IsRetry).ThenBy(w => w.Value.Arrival)];

    /// <summary>One more waits; a retry goes before the newcomers of its class, behind earlier retries.</summary>
    /// <param name="question">What it asked.</param>
    /// <param name="router">Who is told of its turn.</param>
    /// <param name="deadline">When it is no longer granted.</param>
    /// <param name="now">This moment.</param>
    /// <returns>The line it stands in, and its place in its class, from 1.</returns>
    public (WaitingLine Line, int Place) Admit(Acquire question, TRouter router, TimeSpan deadline, TimeSpan now)
    {
        ArgumentNullException.ThrowIfNull(question);
        var since = now - TimeSpan.FromMilliseconds(question.WaitedMs);
        var (line, number) = ClassOf(question.Priority).Join(question, since);
        var waiter = new Waiter<TRouter>(
            router, question.Priority, question.IsRetry, question.IsPinned, deadline, ++_arrivals, number, question.Lane,
            WaitingClass<TRouter>.CameFromElsewhere(question), since, Ageing.OldFrom(deadline, deadline - since));
        _waiters[question.CallId] = waiter;
        return (line, PlaceOf(waiter));
    }

    /// <summary>Its turn among those that wait in its class, from 1, when no more come: fair turns between callers are counted in.</summary>
    public int PlaceOf(in Waiter<TRouter> waiter) => ClassOf(waiter.Priority).PlaceOf(waiter);

    /// <summary>The line it stands in.</summary>
    public WaitingLine LineOf(in Waiter<TRouter> waiter) => ClassOf(waiter.Priority).LineOf(waiter);

    /// <summary>It leaves before its turn.</summary>
    public bool Leave(CallId call)
    {
        if (_waiters.Count == 0 || !_waiters.Remove(call, out var waiter))
        {
            return false;
        }

        ClassOf(waiter.Priority).Lose(waiter);
        _dead.Add(call);
        return true;
    }

    /// <summary>Those that are refused leave.</summary>
    /// <returns>They and their refusals, in the order of <see cref="InOrder"/>.</returns>
    public IReadOnlyList<(CallId Call, Waiter<TRouter> Waiter, AdmissionDecision Refusal)> Remove(Func<Waiter<TRouter>, AdmissionDecision?> refusalOf)
    {
        ArgumentNullException.ThrowIfNull(refusalOf);
        var refused = new List<(CallId Call, Waiter<TRouter> Waiter, AdmissionDecision Refusal)>();
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

    /// <summary>The line whose turn it is, by class weights and lanes; null when nobody waits. Its first is taken by <see cref="Take"/>.</summary>
    public WaitingLine? Next(TimeSpan now)
    {
        var next = _turns.Next(
            Living(PriorityClass.High) > 0,
            Living(PriorityClass.Medium) > 0,
            Living(PriorityClass.Low) > 0,
            IsOld(PriorityClass.Medium, now),
            IsOld(PriorityClass.Low, now));
        if (next is not { } turn)
        {
            return null;
        }

        _turnsWhenServed = turn.After;
        return ClassOf(turn.Class).Next(_waiters);
    }

    /// <summary>The first that waits in a line; null where nobody does.</summary>
    public CallId? FirstOf(WaitingLine line)
    {
        ArgumentNullException.ThrowIfNull(line);
        return line.First(_waiters);
    }

    /// <summary>The first of the line whose turn it is comes forward; false when it had left, which costs its class no turn.</summary>
    public bool Take(CallId call, out Waiter<TRouter> waiter)
    {
        _dead.Remove(call);
        return _waiters.TryGetValue(call, out waiter);
    }

    /// <summary>It has its permit: the turn of its class and of its lane is used.</summary>
    public void Served(CallId call)
    {
        _turns = _turnsWhenServed;
        Dismiss(call, wasServed: true);
    }

    /// <summary>It is refused at its turn, which stays with its class and lane.</summary>
    public void Dismiss(CallId call) => Dismiss(call, wasServed: false);

    /// <summary>Drops the dead weight where there is more of it than of those that wait.</summary>
    /// <returns>What is dropped; null where nothing is.</returns>
    public IReadOnlySet<CallId>? Compact()
    {
        if (_dead.Count <= CompactionFloor || _dead.Count <= _waiters.Count)
        {
            return null;
        }

        var dropped = _dead.ToHashSet();
        _lines.ForEach(line => line.Compact(dropped));
        _dead.Clear();
        return dropped;
    }

    /// <summary>Empties it. Who has come forward and wasn't taken yet finds no place.</summary>
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
            ClassOf(waiter.Priority).Lose(waiter);
            ClassOf(waiter.Priority).Passed(waiter, wasServed);
        }
    }

    private WaitingClass<TRouter> ClassOf(PriorityClass priority) => _classes[(int)priority] ??= new WaitingClass<TRouter>(NewLine);

    private WaitingLine NewLine(bool isBySince)
    {
        _lines.Add(new WaitingLine(_lines.Count, isBySince));
        return _lines[^1];
    }
}
