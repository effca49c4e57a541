using MultiplexCluster.Core.Routing;

namespace MultiplexCluster.Core.Moving;

/// <summary>
/// The requests of one class that wait in a pool, grouped by what decides where they may start: so that of thousands alike
/// one look tells whether a slot suits them. The groups are looked at by their longest waiting.
/// </summary>
internal sealed class WaitingGroups<TRequest>(WaitingPool<TRequest> pool)
    where TRequest : class, IMovable
{
    private static readonly IComparer<WaitingGroup<TRequest>> ByOldest =
        Comparer<WaitingGroup<TRequest>>.Create((a, b) => Waiting<TRequest>.ByAge.Compare(a.Oldest, b.Oldest));

    private readonly Dictionary<GroupKey, WaitingGroup<TRequest>> _byKey = [];
    private readonly SortedSet<WaitingGroup<TRequest>> _byOldest = new(ByOldest);

    public bool IsEmpty => _byKey.Count == 0;

    /// <summary>The longest waiting.</summary>
    public TRequest? Any => _byOldest.Min?.Oldest.Request;

    public WaitingGroup<TRequest> Add(Waiting<TRequest> waiting)
    {
        var key = new GroupKey(waiting.Request!.Kind, waiting.Request.Trail is null);
        if (!_byKey.TryGetValue(key, out var group))
        {
            _byKey[key] = group = new WaitingGroup<TRequest>(pool, key, waiting);
            _byOldest.Add(group);
        }
        else if (waiting.IsOlderThan(group.Oldest))
        {
            _byOldest.Remove(group);
            group.Add(waiting);
            _byOldest.Add(group);
        }
        else
        {
            group.Add(waiting);
        }

        return group;
    }

    public void Remove(WaitingGroup<TRequest> group, Waiting<TRequest> waiting)
    {
        var isOldest = waiting == group.Oldest;
        if (isOldest)
        {
            _byOldest.Remove(group);
        }

        if (group.Remove(waiting))
        {
            _byKey.Remove(group.Key);
        }
        else if (isOldest)
        {
            _byOldest.Add(group);
        }
    }

    /// <summary>The longest waiting that may start at an endpoint; null for none among the groups looked at.</summary>
    /// <param name="entry">The endpoint.</param>
    /// <param name="since">As in <see cref="WaitingGroup{TRequest}.First"/>.</param>
    /// <param name="looks">Each group looked at costs one.</param>
    /// <param name="suits">Whether the endpoint suits those like this one.</param>
    /// <param name="may">Whether this very one may start there.</param>
    public TRequest? Oldest(
        RoutingEntry entry, TimeSpan since, Looks looks, Func<TRequest, RoutingEntry, bool> suits, Func<TRequest, RoutingEntry, bool> may)
    {
        Waiting<TRequest>? oldest = null;
        foreach (var group in _byOldest)
        {
            if ((oldest is { } found && !group.Oldest.IsOlderThan(found)) || !looks.Take())
            {
                break;
            }

            if (suits(group.Oldest.Request!, entry) && group.First(entry, since, may) is { } first && (oldest is not { } other || first.IsOlderThan(other)))
            {
                oldest = first;
            }
        }

        return oldest?.Request;
    }
}
