using MultiplexCluster.Contracts.Endpoints;

namespace MultiplexCluster.Actors.Routing;

/// <summary>
/// Unpinned requests that wait at endpoints which don't admit at the moment, per pool in order of arrival. One whose
/// endpoint admits again stays until its pool is looked through.
/// </summary>
internal sealed class StrandedCalls
{
    private readonly Dictionary<(ProviderKind Provider, string? Pool), SortedDictionary<long, RoutedCall>> _pools = [];

    public IReadOnlyList<(ProviderKind Provider, string? Pool)> Pools => [.. _pools.Keys];

    public bool IsEmpty => _pools.Count == 0;

    public void Add(RoutedCall call)
    {
        var key = (call.Request.Provider, call.Request.Pool);
        if (!_pools.TryGetValue(key, out var calls))
        {
            _pools[key] = calls = [];
        }

        calls[call.Request.Ticket] = call;
    }

    public void Remove(RoutedCall call)
    {
        if (IsEmpty)
        {
            return;
        }

        var key = (call.Request.Provider, call.Request.Pool);
        if (_pools.TryGetValue(key, out var calls) && calls.Remove(call.Request.Ticket) && calls.Count == 0)
        {
            _pools.Remove(key);
        }
    }

    /// <summary>The oldest of a pool, at most so many.</summary>
    public IReadOnlyList<RoutedCall> Oldest(ProviderKind provider, string? pool, int most) =>
        _pools.TryGetValue((provider, pool), out var calls) ? [.. calls.Values.Take(most)] : [];
}
