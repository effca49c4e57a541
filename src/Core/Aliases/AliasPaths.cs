using MultiplexCluster.Contracts.Protocol;

namespace MultiplexCluster.Core.Aliases;

/// <summary>Where aliases lead by way of others.</summary>
public static class AliasPaths
{
    /// <summary>Whether a target is this name or leads to it.</summary>
    public static bool Reaches(string target, string name, IReadOnlyDictionary<string, Alias> all)
    {
        ArgumentNullException.ThrowIfNull(all);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var open = new Stack<string>([target]);
        while (open.TryPop(out var next))
        {
            if (next == name)
            {
                return true;
            }

            if (seen.Add(next) && all.TryGetValue(next, out var alias))
            {
                foreach (var further in alias.Targets)
                {
                    open.Push(further);
                }
            }
        }

        return false;
    }

    /// <summary>
    /// The models an alias comes to, in the order they are asked, each once, with the wait of the alias that names it; at most one
    /// more than <see cref="AliasRules.MostModels"/>. What leads nowhere, or back, is passed over.
    /// </summary>
    public static IReadOnlyList<AliasTarget> ModelsOf(string name, IReadOnlyDictionary<string, Alias> all)
    {
        ArgumentNullException.ThrowIfNull(all);
        var found = new List<AliasTarget>();
        if (all.TryGetValue(name, out var alias))
        {
            Collect(alias, all, [], found);
        }

        return found;
    }

    // What was walked through once adds nothing the second time: so the work is bounded by the number of aliases.
    private static void Collect(Alias alias, IReadOnlyDictionary<string, Alias> all, HashSet<string> walked, List<AliasTarget> found)
    {
        if (!walked.Add(alias.Name))
        {
            return;
        }

        foreach (var target in alias.Targets)
        {
            if (found.Count > AliasRules.MostModels)
            {
                return;
            }

            if (all.TryGetValue(target, out var further))
            {
                Collect(further, all, walked, found);
            }
            else if (AliasRules.IsModel(target) && found.TrueForAll(known => known.Model != target))
            {
                found.Add(new AliasTarget(target, alias.MaxWait));
            }
        }
    }
}

/// <summary>A model that an alias comes to.</summary>
/// <param name="Model"><c>provider/model</c>.</param>
/// <param name="MaxWait">How long a request waits for it, unless it is the last.</param>
public readonly record struct AliasTarget(string Model, TimeSpan MaxWait);
