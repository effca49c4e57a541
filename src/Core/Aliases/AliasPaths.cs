using MultiplexCluster.Contracts.Protocol;

namespace MultiplexCluster.Core.Aliases;

/// <summary>Where aliases lead by way of others.</summary>
public static class AliasPaths
{
    /// <summary>Whether a target is this name or leads to it.</summary>
    /// <param name="target">Where the way begins.</param>
    /// <param name="name">Where it may lead.</param>
    /// <param name="all">All aliases there are, by name.</param>
    /// <param name="walked">What was walked through already without meeting that name; what is walked through now is added.</param>
    public static bool Reaches(string target, string name, IReadOnlyDictionary<string, Alias> all, HashSet<string> walked)
    {
        ArgumentNullException.ThrowIfNull(all);
        ArgumentNullException.ThrowIfNull(walked);
        var open = new Stack<string>([target]);
        while (open.TryPop(out var next))
        {
            if (next == name)
            {
                return true;
            }

            if (all.TryGetValue(next, out var alias) && walked.Add(next))
            {
                foreach (var further in alias.Targets)
                {
                    open.Push(further);
                }
            }
        }

        return false;
    }

    /// <summary>The names of all aliases that lead to this one, directly or by way of others.</summary>
    public static IReadOnlyCollection<string> UsersOf(string name, IEnumerable<Alias> all)
    {
        var namers = all
            .SelectMany(alias => alias.Targets, (alias, target) => (alias.Name, Target: target))
            .ToLookup(named => named.Target, named => named.Name, StringComparer.Ordinal);
        var users = new HashSet<string>(StringComparer.Ordinal);
        var open = new Stack<string>([name]);
        while (open.TryPop(out var next))
        {
            foreach (var user in namers[next].Where(users.Add))
            {
                open.Push(user);
            }
        }

        return users;
    }
}
