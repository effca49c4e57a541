using System.Text.Json;
using MultiplexCluster.Contracts.Protocol;
using MultiplexCluster.Core.Aliases;
using MultiplexCluster.Host.Admin.Bodies;

namespace MultiplexCluster.Host.Admin.Aliases;

/// <summary>Reads an alias from a body, reporting every field that is wrong.</summary>
internal static class AliasDraft
{
    private static readonly TimeSpan StandardWait = TimeSpan.FromSeconds(2);

    /// <summary>The alias; null where there are errors.</summary>
    public static Alias? Read(string name, JsonElement body, FieldErrors errors, DateTimeOffset now)
    {
        if (!AliasRules.IsName(name))
        {
            errors.Add("name", AliasRules.AllowedName);
        }

        IReadOnlyList<string>? targets = null;
        var wait = StandardWait;
        ObjectFields.Read(body, errors, (field, value, found) =>
        {
            switch (field)
            {
                case "targets":
                    targets = AliasTargets.Read(value, found);
                    return true;
                case "max_wait":
                    wait = WaitOf(value, found);
                    return true;
                default:
                    return false;
            }
        });
        if (targets is null)
        {
            errors.Add("targets", AliasTargets.Expected);
        }

        return errors.Any ? null : new Alias(name, targets!, wait, now);
    }

    private static TimeSpan WaitOf(JsonElement value, FieldErrors errors)
    {
        if (value.ValueKind is JsonValueKind.Null)
        {
            return StandardWait;
        }

        if (JsonNumbers.TryGetSeconds(value, out var wait) && wait >= TimeSpan.Zero && wait <= AliasRules.LongestWait)
        {
            return wait;
        }

        errors.Add("max_wait", $"must be seconds from 0 to 3,600{FieldErrors.Shown(value)}");
        return default;
    }
}
