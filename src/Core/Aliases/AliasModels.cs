using MultiplexCluster.Contracts.Protocol;

namespace MultiplexCluster.Core.Aliases;

/// <summary>The models that aliases come to. Each alias is walked through once, however many name it. Not thread-safe.</summary>
/// <param name="all">All aliases there are, by name; they don't change meanwhile.</param>
public sealed class AliasModels(IReadOnlyDictionary<string, Alias> all)
{
    private readonly Dictionary<string, IReadOnlyList<AliasTarget>> _known = new(StringComparer.Ordinal);

    /// <summary>
    /// The models an alias comes to, in the order they are asked, each once, with the wait of the alias that names it; at most one
    /// more than <see cref="AliasRules.MostModels"/>. What leads nowhere, or back, is passed over.
    /// </summary>
    public IReadOnlyList<AliasTarget> Of(string name)
    {
        if (_known.TryGetValue(name, out var known))
        {
            return known;
        }

        // Whoever leads back here meanwhile finds nothing.
        _known[name] = [];
        return _known[name] = all.TryGetValue(name, out var alias) ? Walk(alias) : [];
    }

    private List<AliasTarget> Walk(Alias alias)
    {
        var found = new List<AliasTarget>();
        var models = new HashSet<string>(StringComparer.Ordinal);
        foreach (var target in alias.Targets)
        {
            if (all.ContainsKey(target))
            {
                foreach (var model in Of(target))
                {
                    Add(model);
                }
            }
            else if (AliasRules.IsModel(target))
            {
                Add(new AliasTarget(target, alias.MaxWait));
            }
        }

        return found;

        void Add(AliasTarget model)
        {
            if (found.Count <= AliasRules.MostModels && models.Add(model.Model))
            {
                found.Add(model);
            }
        }
    }
}

/// <summary>A model that an alias comes to.</summary>
/// <param name="Model"><c>provider/model</c>.</param>
/// <param name="MaxWait">How long a request waits for it, unless it is the last.</param>
public readonly record struct AliasTarget(string Model, TimeSpan MaxWait);
