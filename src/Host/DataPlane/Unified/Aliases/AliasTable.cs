using System.Collections.Frozen;
using MultiplexCluster.Contracts.Administration;
using MultiplexCluster.Contracts.Protocol;
using MultiplexCluster.Core.Aliases;

namespace MultiplexCluster.Host.DataPlane.Unified.Aliases;

/// <summary>This node's aliases, each with the models it comes to; worked out once per change, by whoever meets it first.</summary>
internal sealed class AliasTable(IAliasAdministration? aliases)
{
    private readonly Lock _working = new();
    private volatile Resolved _resolved = new([], FrozenDictionary<string, IReadOnlyList<AliasTarget>>.Empty);

    /// <summary>The names, sorted.</summary>
    internal IReadOnlyList<string> Names => [.. Fresh().Models.Keys.Order(StringComparer.Ordinal)];

    /// <summary>The models an alias stands for, in the order they are asked; null where no alias is called so.</summary>
    internal IReadOnlyList<AliasTarget>? Find(string name)
    {
        var resolved = Fresh();
        return resolved.Models.Count > 0 && resolved.Models.TryGetValue(name, out var models) && models.Count > 0 ? models : null;
    }

    private Resolved Fresh()
    {
        var known = _resolved;
        return aliases is null || ReferenceEquals(known.Source, aliases.Current) ? known : Work(aliases);
    }

    // The others wait: what was answered as changed holds for the next request.
    private Resolved Work(IAliasAdministration from)
    {
        lock (_working)
        {
            var source = from.Current;
            return ReferenceEquals(_resolved.Source, source) ? _resolved : _resolved = Resolve(source);
        }
    }

    private static Resolved Resolve(IReadOnlyList<Alias> source)
    {
        var all = source.ToDictionary(alias => alias.Name, StringComparer.Ordinal);
        var models = new AliasModels(all);
        return new(source, all.Keys.ToFrozenDictionary(name => name, models.Of, StringComparer.Ordinal));
    }

    private sealed record Resolved(IReadOnlyList<Alias> Source, FrozenDictionary<string, IReadOnlyList<AliasTarget>> Models);
}
