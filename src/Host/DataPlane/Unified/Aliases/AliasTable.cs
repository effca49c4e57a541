using System.Collections.Frozen;
using MultiplexCluster.Contracts.Administration;
using MultiplexCluster.Contracts.Protocol;
using MultiplexCluster.Core.Aliases;

namespace MultiplexCluster.Host.DataPlane.Unified.Aliases;

/// <summary>This node's aliases, each with the models it comes to; worked out once per change.</summary>
internal sealed class AliasTable(IAliasAdministration? aliases)
{
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
        return aliases is null || ReferenceEquals(known.Source, aliases.Current) ? known : _resolved = Resolve(aliases.Current);
    }

    private static Resolved Resolve(IReadOnlyList<Alias> source)
    {
        var all = source.ToDictionary(alias => alias.Name, StringComparer.Ordinal);
        return new(source, all.Keys.ToFrozenDictionary(name => name, name => AliasPaths.ModelsOf(name, all), StringComparer.Ordinal));
    }

    private sealed record Resolved(IReadOnlyList<Alias> Source, FrozenDictionary<string, IReadOnlyList<AliasTarget>> Models);
}
