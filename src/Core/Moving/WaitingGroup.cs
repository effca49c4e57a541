using MultiplexCluster.Core.Routing;

namespace MultiplexCluster.Core.Moving;

/// <summary>A request that waits.</summary>
/// <param name="Since">When its wait began, over all endpoints, less what it ran in between (monotonic).</param>
/// <param name="Number">Its own.</param>
/// <param name="Request">It.</param>
internal readonly record struct Waiting<TRequest>(TimeSpan Since, long Number, TRequest? Request)
    where TRequest : class, IMovable
{
    /// <summary>The longest waiting first, of those alike the one that came first.</summary>
    public static readonly IComparer<Waiting<TRequest>> ByAge = Comparer<Waiting<TRequest>>.Create(Compare);

    /// <summary>The higher classes first, and in each by age.</summary>
    public static readonly IComparer<Waiting<TRequest>> ByClass = Comparer<Waiting<TRequest>>.Create((a, b) =>
        a.Request!.Priority != b.Request!.Priority ? a.Request.Priority.CompareTo(b.Request.Priority) : Compare(a, b));

    public bool IsOlderThan(Waiting<TRequest> other) => Compare(this, other) < 0;

    private static int Compare(Waiting<TRequest> a, Waiting<TRequest> b) =>
        a.Since != b.Since ? a.Since.CompareTo(b.Since) : a.Number.CompareTo(b.Number);
}

/// <summary>What the requests of a group have in common, beside pool and class.</summary>
/// <param name="Kind">What they name.</param>
/// <param name="IsUntried">They have been nowhere yet: one's trail must not hold up those without.</param>
internal readonly record struct GroupKey(WaitingKind Kind, bool IsUntried);

/// <summary>Requests of one class that are alike, the longest waiting first. Never empty while it is in use.</summary>
internal sealed class WaitingGroup<TRequest>(WaitingPool<TRequest> pool, GroupKey key, Waiting<TRequest> first)
    where TRequest : class, IMovable
{
    /// <summary>Looked at for one slot: those in front may have tried its endpoint as often as they may.</summary>
    private const int MostSeen = 64;

    private static readonly Waiting<TRequest> Latest = new(TimeSpan.MaxValue, long.MaxValue, null);

    private readonly SortedSet<Waiting<TRequest>> _requests = new(Waiting<TRequest>.ByAge) { first };

    public WaitingPool<TRequest> Pool { get; } = pool;

    public GroupKey Key { get; } = key;

    /// <summary>The longest waiting.</summary>
    public Waiting<TRequest> Oldest { get; private set; } = first;

    public void Add(Waiting<TRequest> waiting)
    {
        _requests.Add(waiting);
        Oldest = _requests.Min;
    }

    /// <returns>Whether nobody is left.</returns>
    public bool Remove(Waiting<TRequest> waiting)
    {
        _requests.Remove(waiting);
        Oldest = _requests.Min;
        return _requests.Count == 0;
    }

    /// <summary>The longest waiting that may start at an endpoint.</summary>
    /// <param name="entry">The endpoint.</param>
    /// <param name="since">Who waits for longer than since then has no time left there; those with a limit of their own have it anywhere.</param>
    /// <param name="may">Whether this very one may start there.</param>
    public Waiting<TRequest>? First(RoutingEntry entry, TimeSpan since, Func<TRequest, RoutingEntry, bool> may)
    {
        var inTime = Key.Kind.HasLimit || Oldest.Since > since ? _requests
            : _requests.GetViewBetween(new Waiting<TRequest>(since, long.MaxValue, null), Latest);
        var seen = 0;
        foreach (var waiting in inTime)
        {
            if (may(waiting.Request!, entry))
            {
                return waiting;
            }

            if (++seen == MostSeen)
            {
                break;
            }
        }

        return null;
    }
}
