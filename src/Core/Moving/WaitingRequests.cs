using System.Runtime.InteropServices;
using MultiplexCluster.Core.Routing;

namespace MultiplexCluster.Core.Moving;

/// <summary>
/// One router's requests that wait in queues and may start elsewhere, by where they may: the pool they wait in, or the
/// account of what they name. Not thread-safe.
/// </summary>
/// <typeparam name="TRequest">What stands for a request.</typeparam>
public sealed class WaitingRequests<TRequest>
    where TRequest : class, IMovable
{
    private readonly Dictionary<PoolKey, WaitingPool<TRequest>> _pools = [];
    private readonly Dictionary<RoutingEntry, int> _at = [];
    private readonly Dictionary<TRequest, Place> _places = [];

    /// <summary>Whether none waits.</summary>
    public bool IsEmpty => _pools.Count == 0;

    /// <summary>Where any wait; a copy.</summary>
    public IReadOnlyList<PoolKey> Pools => [.. _pools.Keys];

    /// <summary>Where they wait.</summary>
    public IEnumerable<RoutingEntry> Endpoints => _at.Keys;

    /// <summary>Those of one pool or account; null where none wait.</summary>
    public WaitingPool<TRequest>? Find(PoolKey key) => _pools.GetValueOrDefault(key);

    /// <summary>Whether any waits at this endpoint.</summary>
    public bool HasAt(RoutingEntry endpoint) => _at.ContainsKey(endpoint);

    /// <summary>Those that wait at an endpoint: of its pool, then of its account; the higher classes first, and in each those that came first.</summary>
    public IEnumerable<TRequest> At(RoutingEntry endpoint)
    {
        ArgumentNullException.ThrowIfNull(endpoint);
        return new[] { PoolKey.PoolOf(endpoint.Settings), PoolKey.AccountOf(endpoint.Settings) }
            .Select(key => key is { } k ? Find(k) : null)
            .SelectMany(pool => pool?.All ?? [])
            .Where(request => request.Entry == endpoint);
    }

    /// <summary>It waits where its <see cref="IMovable.Entry"/> says, and may start anywhere in this pool.</summary>
    public void Add(TRequest request, PoolKey key)
    {
        ArgumentNullException.ThrowIfNull(request);
        Remove(request);
        if (!_pools.TryGetValue(key, out var pool))
        {
            _pools[key] = pool = new WaitingPool<TRequest>(key);
        }

        var endpoint = request.Entry!;
        _places[request] = new Place(pool.Add(request), endpoint);
        CollectionsMarshal.GetValueRefOrAddDefault(_at, endpoint, out _)++;
    }

    /// <summary>It waits no more, or tries to move; nothing where it doesn't wait here.</summary>
    public void Remove(TRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (!_places.Remove(request, out var place))
        {
            return;
        }

        if (place.Group.Pool.Remove(request, place.Group))
        {
            _pools.Remove(place.Group.Pool.Key);
        }

        if (--CollectionsMarshal.GetValueRefOrNullRef(_at, place.Endpoint) == 0)
        {
            _at.Remove(place.Endpoint);
        }
    }

    /// <summary>
    /// Who takes an endpoint's free slots, in their turns: first those that only its account can serve. Each must be moved
    /// before the next is looked for; it ends when the endpoint has no slot, or none that suits.
    /// </summary>
    /// <param name="entry">The endpoint.</param>
    /// <param name="most">So many at most.</param>
    /// <param name="clock">Monotonic.</param>
    /// <param name="suits">Whether the endpoint suits those like this one.</param>
    /// <param name="may">Whether this very one may start there.</param>
    public IEnumerable<TRequest> TakersOf(
        RoutingEntry entry, int most, Func<TimeSpan> clock, Func<TRequest, RoutingEntry, bool> suits, Func<TRequest, RoutingEntry, bool> may)
    {
        for (var moved = 0; moved < most && !IsEmpty && OpenSlots.IsFree(entry, clock()) && NextFor(entry, suits, may) is { } request; moved++)
        {
            yield return request;
        }
    }

    private TRequest? NextFor(RoutingEntry entry, Func<TRequest, RoutingEntry, bool> suits, Func<TRequest, RoutingEntry, bool> may)
    {
        return Next(PoolKey.AccountOf(entry.Settings)) ?? Next(PoolKey.PoolOf(entry.Settings));

        TRequest? Next(PoolKey? key) => key is { } k ? Find(k)?.Next(entry, suits, may) : null;
    }

    private readonly record struct Place(WaitingGroup<TRequest> Group, RoutingEntry Endpoint);
}
