using System.Diagnostics.CodeAnalysis;
using MultiplexCluster.Contracts.Endpoints;
using MultiplexCluster.Contracts.Identity;
using MultiplexCluster.Contracts.Protocol;
using MultiplexCluster.Contracts.Requests;
using MultiplexCluster.Core.Health;

namespace MultiplexCluster.Core.Routing;

/// <summary>All endpoints one router knows, by id and by pool. Not thread-safe.</summary>
/// <param name="policy">How they are chosen.</param>
public sealed class RoutingDirectory(RoutingPolicy? policy = null)
{
    private readonly RoutingPolicy _policy = policy ?? new RoutingPolicy();
    private readonly Dictionary<EndpointId, Known> _byId = [];
    private readonly Dictionary<(ProviderKind Provider, string Pool), Pool> _pools = [];
    private readonly Accounts _accounts = new();

    /// <summary>How many are known.</summary>
    public int Count => _byId.Count;

    /// <summary>The entry of an endpoint.</summary>
    public bool TryGet(EndpointId id, [NotNullWhen(true)] out RoutingEntry? entry)
    {
        entry = _byId.TryGetValue(id, out var known) ? known.Entry : null;
        return entry is not null;
    }

    /// <summary>The pool of a provider under a label, or null when nobody is in it.</summary>
    public Pool? Find(ProviderKind provider, string? pool) => _pools.GetValueOrDefault((provider, pool ?? string.Empty));

    /// <summary>The pool labels there are, of any provider, in ordinal order.</summary>
    public IReadOnlyList<string> Labels() =>
        [.. _pools.Keys.Select(key => key.Pool).Where(label => label.Length > 0).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];

    /// <summary>
    /// The endpoints that have what this one made: itself and those of its quota group. Empty when none of them exists, or
    /// when they are being deleted.
    /// </summary>
    public IReadOnlyList<RoutingEntry> AccountOf(EndpointId maker, ProviderKind provider)
    {
        IReadOnlyList<RoutingEntry> account = !TryGet(maker, out var entry) ? _accounts.LeftBy(maker, provider)
            : entry.Settings.Provider != provider ? []
            : _accounts.SharedWith(entry) is { Count: > 0 } group ? group
            : [entry];
        return account.All(e => e.State is not EndpointState.Draining)
            ? account
            : [.. account.Where(e => e.State is not EndpointState.Draining)];
    }

    /// <summary>Takes over an announcement; false when it is older than what is known.</summary>
    public bool Announce(EndpointAnnouncement announced, TimeSpan now)
    {
        if (!_byId.TryGetValue(announced.EndpointId, out var known))
        {
            Admit(announced, now);
            return true;
        }

        if (known.Incarnation == announced.Incarnation && announced.Version <= known.Version)
        {
            return false;
        }

        var moves = MovesPool(known.Entry.Settings, announced.Settings);
        if (moves)
        {
            Leave(known.Entry);
        }

        known.Entry.Announced(announced.Settings, announced.Load, now);
        _byId[announced.EndpointId] = known with { Incarnation = announced.Incarnation, Version = announced.Version };
        if (moves)
        {
            Join(known.Entry);
        }

        return true;
    }

    /// <summary>Marks the endpoints that pause with the one that met a limit, itself included.</summary>
    /// <returns>Those that pause longer than was known.</returns>
    public IReadOnlySet<RoutingEntry> Pause(ScopePaused pause, TimeSpan now)
    {
        var until = HealthRules.MomentOf(TimeSpan.FromMilliseconds(pause.RemainingMs), now);
        return _byId.Values
            .Select(known => known.Entry)
            .Where(entry => PauseRules.Concerns(pause, entry.Settings) && entry.Pause(until, now))
            .ToHashSet();
    }

    /// <summary>Forgets an endpoint that is gone.</summary>
    public void Remove(EndpointId id)
    {
        if (_byId.Remove(id, out var known))
        {
            Leave(known.Entry);
            _accounts.Remember(known.Entry);
        }
    }

    private void Admit(EndpointAnnouncement announced, TimeSpan now)
    {
        var entry = new RoutingEntry(announced.EndpointId) { Settings = announced.Settings };
        entry.Announced(announced.Settings, announced.Load, now);
        _byId[announced.EndpointId] = new Known(entry, announced.Incarnation, announced.Version);
        Join(entry);
    }

    private void Join(RoutingEntry entry)
    {
        var key = Key(entry.Settings);
        if (!_pools.TryGetValue(key, out var pool))
        {
            _pools[key] = pool = new Pool(_policy.RulesOf(key.Item2));
        }

        pool.Add(entry);
        _accounts.Join(entry);
    }

    private void Leave(RoutingEntry entry)
    {
        var key = Key(entry.Settings);
        var pool = _pools[key];
        _accounts.Leave(entry);
        pool.Remove(entry);
        if (pool.IsEmpty)
        {
            _pools.Remove(key);
        }
    }

    private static bool MovesPool(EndpointSettings before, EndpointSettings after) =>
        Key(before) != Key(after) || before.QuotaGroup != after.QuotaGroup || before.Tier != after.Tier || before.Weight != after.Weight || !before.Models.SequenceEqual(after.Models);

    private static (ProviderKind, string) Key(EndpointSettings settings) => (settings.Provider, settings.Pool ?? string.Empty);

    private sealed record Known(RoutingEntry Entry, long Incarnation, long Version);
}
