using MultiplexCluster.Contracts.Endpoints;
using MultiplexCluster.Contracts.Identity;
using MultiplexCluster.Core.Queueing;

namespace MultiplexCluster.Actors.Routing;

/// <summary>
/// Requests that wait in one pool, by class, and in each class grouped by what decides where they may start: so that of
/// thousands alike one look tells whether a slot suits them.
/// </summary>
internal sealed class WaitingPool(PoolKey key)
{
    /// <summary>Groups looked at per class for one slot.</summary>
    private const int MostGroups = 256;

    private readonly Dictionary<WaitingKind, WaitingGroup>[] _classes = [[], [], []];
    private ClassTurns _turns;

    public PoolKey Key { get; } = key;

    /// <summary>Any that waits here.</summary>
    public RoutedCall? Any => _classes.SelectMany(c => c.Values).FirstOrDefault()?.Calls.Values.First();

    /// <summary>All that wait here, the higher classes first, and in each those that came first.</summary>
    public IEnumerable<RoutedCall> All => _classes.SelectMany(c => c.Values.SelectMany(g => g.Calls.Values).OrderBy(call => call.Request.Ticket));

    public void Add(RoutedCall call)
    {
        var kind = new WaitingKind(call.Request.Model, call.Request.Affinity, call.Request.Pool);
        var groups = _classes[(int)call.Request.Priority];
        if (!groups.TryGetValue(kind, out var group))
        {
            groups[kind] = group = new WaitingGroup(this, call.Request.Priority, kind);
        }

        group.Calls[call.Request.Ticket] = call;
        call.StayOrNew.Group = group;
    }

    /// <returns>Whether nobody is left.</returns>
    public bool Remove(RoutedCall call, WaitingGroup group)
    {
        call.Stay!.Group = null;
        group.Calls.Remove(call.Request.Ticket);
        if (group.Calls.Count == 0)
        {
            _classes[(int)group.Priority].Remove(group.Kind);
        }

        return _classes.All(groups => groups.Count == 0);
    }

    /// <summary>Whose turn it is, by class weights and then the longest waiting; null when the slot suits none.</summary>
    /// <param name="suits">Whether the slot suits those like this one.</param>
    /// <param name="may">Whether this very one may take it.</param>
    public RoutedCall? Next(Func<RoutedCall, bool> suits, Func<RoutedCall, bool> may)
    {
        var (high, medium, low) = (Oldest(0, suits, may), Oldest(1, suits, may), Oldest(2, suits, may));
        if (_turns.Next(high is not null, medium is not null, low is not null) is not { } turn)
        {
            return null;
        }

        _turns = turn.After;
        return turn.Class switch
        {
            PriorityClass.High => high,
            PriorityClass.Medium => medium,
            PriorityClass.Low => low,
            _ => throw new InvalidOperationException("unknown class"),
        };
    }

    private RoutedCall? Oldest(int priority, Func<RoutedCall, bool> suits, Func<RoutedCall, bool> may)
    {
        RoutedCall? oldest = null;
        foreach (var group in _classes[priority].Values.Take(MostGroups))
        {
            var first = group.Calls.Values.First();
            if ((oldest is null || first.Request.Ticket < oldest.Request.Ticket)
                && suits(first)
                && group.First(may) is { } found
                && (oldest is null || found.Request.Ticket < oldest.Request.Ticket))
            {
                oldest = found;
            }
        }

        return oldest;
    }
}

/// <summary>What decides where a request may start, beside its class and what it has tried.</summary>
/// <param name="Model">The model it names.</param>
/// <param name="Affinity">The maker of the object it names.</param>
/// <param name="Pool">The pool it asks for.</param>
internal readonly record struct WaitingKind(string? Model, EndpointId? Affinity, string? Pool);

/// <summary>Requests of one class that are alike, in the order they came to this router.</summary>
internal sealed class WaitingGroup(WaitingPool pool, PriorityClass priority, WaitingKind kind)
{
    /// <summary>Looked at for one slot: those in front may have tried its endpoint as often as they may.</summary>
    private const int MostSeen = 64;

    public WaitingPool Pool { get; } = pool;

    public PriorityClass Priority { get; } = priority;

    public WaitingKind Kind { get; } = kind;

    public SortedDictionary<long, RoutedCall> Calls { get; } = [];

    public RoutedCall? First(Func<RoutedCall, bool> may) => Calls.Values.Take(MostSeen).FirstOrDefault(may);
}
