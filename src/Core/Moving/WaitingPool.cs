using MultiplexCluster.Contracts.Endpoints;
using MultiplexCluster.Core.Queueing;
using MultiplexCluster.Core.Routing;

namespace MultiplexCluster.Core.Moving;

/// <summary>
/// Requests that wait in one pool, by class, and in each class grouped by what decides where they may start: so that of
/// thousands alike one look tells whether a slot suits them. Not thread-safe.
/// </summary>
/// <param name="key">The pool.</param>
/// <typeparam name="TRequest">What stands for a request.</typeparam>
public sealed class WaitingPool<TRequest>(PoolKey key)
    where TRequest : class, IMovable
{
    /// <summary>Groups looked at per class for one slot.</summary>
    private const int MostGroups = 256;

    private readonly Dictionary<WaitingKind, WaitingGroup<TRequest>>[] _classes = [[], [], []];
    private ClassTurns _turns;

    /// <summary>The pool.</summary>
    public PoolKey Key { get; } = key;

    /// <summary>Any that waits here.</summary>
    public TRequest? Any => _classes.SelectMany(c => c.Values).FirstOrDefault()?.Requests.Values.First();

    /// <summary>All that wait here, the higher classes first, and in each those that came first.</summary>
    public IEnumerable<TRequest> All => _classes.SelectMany(c => c.Values.SelectMany(g => g.Requests.Values).OrderBy(request => request.Number));

    /// <summary>Whose turn it is, by class weights and then the longest waiting; null when the slot suits none.</summary>
    /// <param name="entry">The endpoint with the slot.</param>
    /// <param name="suits">Whether it suits those like this one.</param>
    /// <param name="may">Whether this very one may start there.</param>
    public TRequest? Next(RoutingEntry entry, Func<TRequest, RoutingEntry, bool> suits, Func<TRequest, RoutingEntry, bool> may)
    {
        ArgumentNullException.ThrowIfNull(suits);
        ArgumentNullException.ThrowIfNull(may);
        var (high, medium, low) = (Oldest(0, entry, suits, may), Oldest(1, entry, suits, may), Oldest(2, entry, suits, may));
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

    internal WaitingGroup<TRequest> Add(TRequest request)
    {
        var (kind, groups) = (request.Kind, _classes[(int)request.Priority]);
        if (!groups.TryGetValue(kind, out var group))
        {
            groups[kind] = group = new WaitingGroup<TRequest>(this, request.Priority, kind);
        }

        group.Requests[request.Number] = request;
        return group;
    }

    /// <returns>Whether nobody is left.</returns>
    internal bool Remove(TRequest request, WaitingGroup<TRequest> group)
    {
        group.Requests.Remove(request.Number);
        if (group.Requests.Count == 0)
        {
            _classes[(int)group.Priority].Remove(group.Kind);
        }

        return _classes.All(groups => groups.Count == 0);
    }

    private TRequest? Oldest(int priority, RoutingEntry entry, Func<TRequest, RoutingEntry, bool> suits, Func<TRequest, RoutingEntry, bool> may)
    {
        TRequest? oldest = null;
        foreach (var group in _classes[priority].Values.Take(MostGroups))
        {
            var first = group.Requests.Values.First();
            if ((oldest is null || first.Number < oldest.Number)
                && suits(first, entry)
                && group.First(entry, may) is { } found
                && (oldest is null || found.Number < oldest.Number))
            {
                oldest = found;
            }
        }

        return oldest;
    }
}

/// <summary>Requests of one class that are alike, in the order they came to this router.</summary>
internal sealed class WaitingGroup<TRequest>(WaitingPool<TRequest> pool, PriorityClass priority, WaitingKind kind)
    where TRequest : class, IMovable
{
    /// <summary>Looked at for one slot: those in front may have tried its endpoint as often as they may.</summary>
    private const int MostSeen = 64;

    public WaitingPool<TRequest> Pool { get; } = pool;

    public PriorityClass Priority { get; } = priority;

    public WaitingKind Kind { get; } = kind;

    public SortedDictionary<long, TRequest> Requests { get; } = [];

    public TRequest? First(RoutingEntry entry, Func<TRequest, RoutingEntry, bool> may) =>
        Requests.Values.Take(MostSeen).FirstOrDefault(request => may(request, entry));
}
