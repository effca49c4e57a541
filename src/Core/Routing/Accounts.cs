using MultiplexCluster.Contracts.Endpoints;
using MultiplexCluster.Contracts.Identity;

namespace MultiplexCluster.Core.Routing;

/// <summary>
/// Which endpoints share an account, by their <c>quota_group</c>. Of the last endpoints that went it remembers the group, as
/// what they made is still there for the others. Not thread-safe.
/// </summary>
internal sealed class Accounts
{
    private const int MostFormer = 1_000;

    private readonly Dictionary<(ProviderKind Provider, string Group), List<RoutingEntry>> _groups = [];
    private readonly Dictionary<EndpointId, (ProviderKind Provider, string Group)> _former = [];
    private readonly Queue<EndpointId> _oldestFormer = [];

    /// <summary>An endpoint is there, with these settings.</summary>
    public void Join(RoutingEntry entry)
    {
        if (KeyOf(entry.Settings) is { } key)
        {
            if (!_groups.TryGetValue(key, out var group))
            {
                _groups[key] = group = [];
            }

            group.Add(entry);
        }
    }

    /// <summary>It is gone, or about to change.</summary>
    public void Leave(RoutingEntry entry)
    {
        if (KeyOf(entry.Settings) is { } key && _groups.TryGetValue(key, out var group) && group.Remove(entry) && group.Count == 0)
        {
            _groups.Remove(key);
        }
    }

    /// <summary>It is gone for good.</summary>
    public void Remember(RoutingEntry gone)
    {
        if (KeyOf(gone.Settings) is { } key)
        {
            if (_former.TryAdd(gone.Id, key))
            {
                _oldestFormer.Enqueue(gone.Id);
            }

            _former[gone.Id] = key;
            if (_oldestFormer.Count > MostFormer)
            {
                _former.Remove(_oldestFormer.Dequeue());
            }
        }
    }

    /// <summary>Those that share an endpoint's account, itself included; none where it has one of its own.</summary>
    public IReadOnlyList<RoutingEntry> SharedWith(RoutingEntry entry) =>
        KeyOf(entry.Settings) is { } key && _groups.TryGetValue(key, out var group) ? group : [];

    /// <summary>Those that share the account of an endpoint that is gone, as far as is remembered.</summary>
    public IReadOnlyList<RoutingEntry> LeftBy(EndpointId gone, ProviderKind provider) =>
        _former.TryGetValue(gone, out var key) && key.Provider == provider && _groups.TryGetValue(key, out var group) ? group : [];

    private static (ProviderKind, string)? KeyOf(EndpointSettings settings) =>
        settings.QuotaGroup is { } group ? (settings.Provider, group) : null;
}
