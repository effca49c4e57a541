using MultiplexCluster.Contracts.Endpoints;
using MultiplexCluster.Core.Routing;

namespace MultiplexCluster.Core.Moving;

/// <summary>
/// One router's requests that wait in queues and may start elsewhere, by where they may: the pool they ask for, or the
/// account of what they name. Not thread-safe.
/// </summary>
/// <typeparam name="TRequest">What stands for a request.</typeparam>
public sealed class WaitingRequests<TRequest>
    where TRequest : class, IMovable
{
    private readonly Dictionary<PoolKey, WaitingPool<TRequest>> _pools = [];
    private readonly Dictionary<RoutingEntry, SortedSet<Waiting<TRequest>>> _at = [];
    private readonly Dictionary<TRequest, Place> _places = [];
    private int _firstPool;

    /// <summary>Whether none waits.</summary>
    public bool IsEmpty => _pools.Count == 0;

    /// <summary>Where they wait.</summary>
    public IEnumerable<RoutingEntry> Endpoints => _at.Keys;

    /// <summary>Those of one pool or account; null where none wait.</summary>
    public WaitingPool<TRequest>? Find(PoolKey key) => _pools.GetValueOrDefault(key);

    /// <summary>Whether any waits at this endpoint.</summary>
    public bool HasAt(RoutingEntry endpoint) => _at.ContainsKey(endpoint);

    /// <summary>Those that wait at an endpoint, the higher classes first, and in each the longest waiting.</summary>
    public IEnumerable<TRequest> At(RoutingEntry endpoint)
    {
        ArgumentNullException.ThrowIfNull(endpoint);
        return After(endpoint, null).Select(waiting => waiting.Request!);
    }

    /// <summary>The same, those behind one that was there; all where that is null.</summary>
    internal IEnumerable<Waiting<TRequest>> After(RoutingEntry endpoint, Waiting<TRequest>? last) =>
        !_at.TryGetValue(endpoint, out var all) ? []
        : last is not { } seen ? all
        : Waiting<TRequest>.ByClass.Compare(seen, all.Max) >= 0 ? []
        : all.GetViewBetween(seen, all.Max).Where(waiting => waiting != seen);

    /// <summary>Where any wait; a copy, which begins with another one each time it is asked for, so that each comes first in turn.</summary>
    public IReadOnlyList<PoolKey> PoolsInTurn()
    {
        var first = _pools.Count == 0 ? 0 : (int)((uint)_firstPool++ % _pools.Count);
        return [.. _pools.Keys.Skip(first), .. _pools.Keys.Take(first)];
    }

    /// <summary>It waits where its <see cref="IMovable.Entry"/> says, and may start anywhere in this pool.</summary>
    /// <param name="request">The request.</param>
    /// <param name="key">The pool.</param>
    /// <param name="since">
    /// When its wait began, over all endpoints, less what it ran in between (monotonic); null where none has a limit for that.
    /// </param>
    public void Add(TRequest request, PoolKey key, TimeSpan? since = null)
    {
        ArgumentNullException.ThrowIfNull(request);
        Remove(request);
        if (!_pools.TryGetValue(key, out var pool))
        {
            _pools[key] = pool = new WaitingPool<TRequest>(key);
        }

        var (endpoint, waiting) = (request.Entry!, new Waiting<TRequest>(since ?? TimeSpan.MaxValue, request.Number, request));
        _places[request] = new Place(pool.Of(request.Priority).Add(waiting), endpoint, waiting);
        if (!_at.TryGetValue(endpoint, out var there))
        {
            _at[endpoint] = there = new SortedSet<Waiting<TRequest>>(Waiting<TRequest>.ByClass);
        }

        there.Add(waiting);
    }

    /// <summary>It waits no more, or tries to move; nothing where it doesn't wait here.</summary>
    public void Remove(TRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (!_places.Remove(request, out var place))
        {
            return;
        }

        var pool = place.Group.Pool;
        if (pool.Remove(place.Group, place.Waiting))
        {
            _pools.Remove(pool.Key);
        }

        var there = _at[place.Endpoint];
        there.Remove(place.Waiting);
        if (there.Count == 0)
        {
            _at.Remove(place.Endpoint);
        }
    }

    /// <summary>
    /// Who takes an endpoint's free slots, in their turns. Each must be moved before the next is looked for; it ends when the
    /// endpoint has no slot, or none that suits.
    /// </summary>
    /// <param name="entry">The endpoint.</param>
    /// <param name="most">So many at most.</param>
    /// <param name="clock">Monotonic.</param>
    /// <param name="suits">Whether the endpoint suits those like this one.</param>
    /// <param name="may">Whether this very one may start there.</param>
    /// <param name="looks">What may be looked at; by itself a few hundred groups of a class, those of the longest waiting.</param>
    public IEnumerable<TRequest> TakersOf(
        RoutingEntry entry, int most, Func<TimeSpan> clock, Func<TRequest, RoutingEntry, bool> suits, Func<TRequest, RoutingEntry, bool> may, Looks? looks = null)
    {
        for (var moved = 0; moved < most && !IsEmpty && OpenSlots.IsFree(entry, clock()) && NextFor(entry, clock(), suits, may, looks) is { } request; moved++)
        {
            yield return request;
        }
    }

    /// <summary>Who takes the free slots of a pool. When that is too much for one look, the next goes on where this one ended.</summary>
    /// <param name="key">The pool.</param>
    /// <param name="free">Its endpoints with free slots, in the order they are offered.</param>
    /// <param name="most">So many at most.</param>
    /// <param name="clock">Monotonic.</param>
    /// <param name="suits">Whether an endpoint suits those like this one.</param>
    /// <param name="may">Whether this very one may start there.</param>
    /// <param name="looks">What may be looked at.</param>
    public IEnumerable<(TRequest Request, RoutingEntry To)> TakersIn(
        PoolKey key, IReadOnlyList<RoutingEntry> free, int most, Func<TimeSpan> clock, Func<TRequest, RoutingEntry, bool> suits,
        Func<TRequest, RoutingEntry, bool> may, Looks looks)
    {
        ArgumentNullException.ThrowIfNull(free);
        ArgumentNullException.ThrowIfNull(looks);
        var first = Find(key) is { NextFree: var next } && next < free.Count ? next : 0;
        for (var i = 0; i < free.Count && Find(key) is { } pool; i++)
        {
            var at = (first + i) % free.Count;
            pool.NextFree = at;
            if (most <= 0 || looks.AreOver)
            {
                yield break;
            }

            foreach (var request in TakersOf(free[at], most, clock, suits, may, looks))
            {
                most--;
                yield return (request, free[at]);
            }
        }

        if (Find(key) is { } seen)
        {
            seen.NextFree = 0;
        }
    }

    // One turn of the classes over those that only the account can serve and those of the pool; in a class the former go first,
    // as they have fewer places to go to.
    private TRequest? NextFor(
        RoutingEntry entry, TimeSpan now, Func<TRequest, RoutingEntry, bool> suits, Func<TRequest, RoutingEntry, bool> may, Looks? looks)
    {
        var account = PoolKey.AccountOf(entry.Settings) is { } key ? Find(key) : null;
        var pool = Find(PoolKey.PoolOf(entry.Settings));
        var since = now - entry.Settings.QueueTimeout;
        var (high, medium, low) = (Oldest(PriorityClass.High), Oldest(PriorityClass.Medium), Oldest(PriorityClass.Low));
        return (pool ?? account)?.Turn(high is not null, medium is not null, low is not null) switch
        {
            null => null,
            PriorityClass.High => high,
            PriorityClass.Medium => medium,
            PriorityClass.Low => low,
            var unknown => throw new InvalidOperationException($"unknown class {unknown}"),
        };

        TRequest? Oldest(PriorityClass priority) => OldestOf(account, priority) ?? OldestOf(pool, priority);

        TRequest? OldestOf(WaitingPool<TRequest>? of, PriorityClass priority) =>
            of?.Of(priority).Oldest(entry, since, looks ?? new Looks(MoveRules.MostGroupsAtOnce, isStrict: true), suits, may);
    }

    private readonly record struct Place(WaitingGroup<TRequest> Group, RoutingEntry Endpoint, Waiting<TRequest> Waiting);
}
