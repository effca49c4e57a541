using MultiplexCluster.Contracts.Endpoints;
using MultiplexCluster.Core.Routing;

namespace MultiplexCluster.Actors.Routing;

/// <summary>
/// This router's requests that wait in queues and may start elsewhere, by where they may: the pool they wait in, or the
/// account of what they name.
/// </summary>
internal sealed class WaitingCalls
{
    private readonly Dictionary<PoolKey, WaitingPool> _pools = [];
    private readonly Dictionary<RoutingEntry, int> _at = [];

    public bool IsEmpty => _pools.Count == 0;

    /// <summary>Where any wait; a copy.</summary>
    public IReadOnlyList<PoolKey> Pools => [.. _pools.Keys];

    public WaitingPool? Find(PoolKey key) => _pools.GetValueOrDefault(key);

    /// <summary>Where they wait.</summary>
    public IEnumerable<RoutingEntry> Endpoints => _at.Keys;

    /// <summary>Whether any waits at this endpoint.</summary>
    public bool HasAt(RoutingEntry endpoint) => _at.ContainsKey(endpoint);

    /// <summary>Those that wait at an endpoint, the higher classes first, and in each those that came first.</summary>
    public IEnumerable<RoutedCall> At(RoutingEntry endpoint, PoolKey key) => Find(key)?.All.Where(call => call.Entry == endpoint) ?? [];

    public void Add(RoutedCall call, PoolKey key)
    {
        Remove(call);
        if (!_pools.TryGetValue(key, out var pool))
        {
            _pools[key] = pool = new WaitingPool(key);
        }

        pool.Add(call);
        call.Stay!.At = call.Entry;
        _at[call.Entry!] = _at.GetValueOrDefault(call.Entry!) + 1;
    }

    public void Remove(RoutedCall call)
    {
        if (call.Stay is not { Group: { } group, At: { } endpoint })
        {
            return;
        }

        if (group.Pool.Remove(call, group))
        {
            _pools.Remove(group.Pool.Key);
        }

        if (--System.Runtime.InteropServices.CollectionsMarshal.GetValueRefOrNullRef(_at, endpoint) == 0)
        {
            _at.Remove(endpoint);
        }
    }
}

/// <summary>Endpoints among which requests may move.</summary>
/// <param name="Provider">Theirs.</param>
/// <param name="Label">The pool's label, or the account's quota group.</param>
/// <param name="IsAccount">It is an account: its requests name something that only its endpoints have.</param>
internal readonly record struct PoolKey(ProviderKind Provider, string? Label, bool IsAccount);
