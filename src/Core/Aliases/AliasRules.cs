using MultiplexCluster.Contracts.Endpoints;
using MultiplexCluster.Contracts.Identity;
using MultiplexCluster.Contracts.Protocol;

namespace MultiplexCluster.Core.Aliases;

/// <summary>What an alias may be.</summary>
public static class AliasRules
{
    /// <summary>Most targets of one alias.</summary>
    public const int MostTargets = 16;

    /// <summary>Most models that one alias comes to, by way of others.</summary>
    public const int MostModels = 64;

    /// <summary>Most aliases there are.</summary>
    public const int MostAliases = 1_000;

    /// <summary>The longest name of a target's model, in characters.</summary>
    public const int LongestTarget = 256;

    /// <summary>What a name must be.</summary>
    public const string AllowedName = "must be " + Label.Allowed + ", and no provider's name";

    /// <summary>What a target must be.</summary>
    public const string AllowedTarget =
        "provider/model (provider: openai, anthropic, gemini or groq) or the name of another alias, at most 256 visible ASCII characters";

    /// <summary>How long a request may wait for a target that is not the last: from 0 to an hour.</summary>
    public static readonly TimeSpan LongestWait = TimeSpan.FromHours(1);

    /// <summary>Whether an alias may be called so. A provider's name would hide nothing, but look as if it named all its models.</summary>
    public static bool IsName(string? text) =>
        Label.IsValid(text) && !ProviderNames.TryParse(text, out _) && !text!.Equals("google", StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether a text may be a target: a model with its provider in front, or what may be an alias.</summary>
    public static bool IsTarget(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return IsModel(text) || IsName(text);
    }

    /// <summary>Whether a target is a model with its provider in front, not another alias.</summary>
    public static bool IsModel(string target)
    {
        ArgumentNullException.ThrowIfNull(target);
        var slash = target.IndexOf('/', StringComparison.Ordinal);
        return slash > 0
            && slash < target.Length - 1
            && target.Length <= LongestTarget
            && !target.AsSpan().ContainsAnyExceptInRange('!', '~')
            && ProviderNames.TryParse(target[..slash], out _);
    }

    /// <summary>What is wrong with an alias beside those there are, itself among them or not; null when it may be stored.</summary>
    public static AliasRefused? Check(Alias alias, IReadOnlyDictionary<string, Alias> all)
    {
        ArgumentNullException.ThrowIfNull(alias);
        ArgumentNullException.ThrowIfNull(all);
        if (!all.ContainsKey(alias.Name) && all.Count >= MostAliases)
        {
            return new AliasRefused(AliasFault.TooManyAliases, string.Empty);
        }

        var walked = new HashSet<string>(StringComparer.Ordinal);
        foreach (var target in alias.Targets)
        {
            if (!IsModel(target) && target != alias.Name && !all.ContainsKey(target))
            {
                return new AliasRefused(AliasFault.NamesNothing, target);
            }

            if (AliasPaths.Reaches(target, alias.Name, all, walked))
            {
                return new AliasRefused(AliasFault.Loops, target);
            }
        }

        return HasTooManyModels(alias, all) ? new AliasRefused(AliasFault.TooManyModels, string.Empty) : null;
    }

    /// <summary>An alias that names this one, the first by its name; null where none does.</summary>
    public static string? UserOf(string name, IEnumerable<Alias> all)
    {
        ArgumentNullException.ThrowIfNull(all);
        return all
            .Where(alias => alias.Name != name && alias.Targets.Contains(name, StringComparer.Ordinal))
            .Select(alias => alias.Name)
            .Min(StringComparer.Ordinal);
    }

    // Its models become those of all that lead to it, too; nobody leads to one that is new.
    private static bool HasTooManyModels(Alias alias, IReadOnlyDictionary<string, Alias> all)
    {
        var models = new AliasModels(new Dictionary<string, Alias>(all, StringComparer.Ordinal) { [alias.Name] = alias });
        IEnumerable<string> users = all.ContainsKey(alias.Name) ? AliasPaths.UsersOf(alias.Name, all.Values) : [];
        return users.Prepend(alias.Name).Any(name => models.Of(name).Count > MostModels);
    }
}
