using System.Globalization;
using System.Text.Json;
using MultiplexCluster.Contracts.Endpoints;
using MultiplexCluster.Core.Aliases;
using MultiplexCluster.Host.Admin.Bodies;

namespace MultiplexCluster.Host.Admin.Aliases;

/// <summary>Reads an alias's targets, and says of the first that is wrong which it is and why.</summary>
internal static class AliasTargets
{
    private static readonly string ListExpected = string.Create(
        CultureInfo.InvariantCulture, $"must be a list of 1 to {AliasRules.MostTargets} targets");

    /// <summary>What is expected where there are none.</summary>
    public static readonly string Expected = $"{ListExpected}; a target is {AliasRules.AllowedTarget}";

    /// <summary>The targets; null where something is wrong with them.</summary>
    public static IReadOnlyList<string>? Read(JsonElement value, FieldErrors errors)
    {
        if (value.ValueKind is not JsonValueKind.Array)
        {
            errors.Add("targets", $"{ListExpected}{FieldErrors.Shown(value)}");
            return null;
        }

        var count = value.GetArrayLength();
        if (count is 0 or > AliasRules.MostTargets)
        {
            errors.Add("targets", string.Create(CultureInfo.InvariantCulture, $"{ListExpected}, got {count}"));
            return null;
        }

        var targets = new List<string>();
        foreach (var item in value.EnumerateArray())
        {
            if (Fault(item, targets) is { } fault)
            {
                errors.Add("targets", fault);
                return null;
            }

            targets.Add(item.GetString()!);
        }

        return targets;
    }

    private static string? Fault(JsonElement item, List<string> before)
    {
        var number = before.Count + 1;
        if (!JsonText.TryGet(item, out var text))
        {
            return string.Create(CultureInfo.InvariantCulture, $"target {number} must be text{FieldErrors.Shown(item)}; a target is {AliasRules.AllowedTarget}");
        }

        if (before.IndexOf(text) is var first and >= 0)
        {
            return string.Create(CultureInfo.InvariantCulture, $"{JsonText.Quoted(text)} stands there twice, as target {first + 1} and {number}");
        }

        return AliasRules.IsTarget(text) ? null : $"{JsonText.Quoted(text)} {Fault(text)}";
    }

    private static string Fault(string text)
    {
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        return slash > 0 && !ProviderNames.TryParse(text[..slash], out _) ? $"has an unknown provider in front; there are {ProviderNames.Allowed}"
            : slash > 0 && slash == text.Length - 1 ? $"names no model behind its provider; a target is {AliasRules.AllowedTarget}"
            : $"is no target, which is {AliasRules.AllowedTarget}";
    }
}
