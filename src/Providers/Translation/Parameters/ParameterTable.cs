using System.Collections.Frozen;
using System.Text.Json;
using MultiplexCluster.Providers.Translation.Json;

namespace MultiplexCluster.Providers.Translation.Parameters;

/// <summary>The parameters of an operation at one provider. One that stands in no rule is unknown and refused.</summary>
public sealed class ParameterTable
{
    private const int LongestName = 64;

    private readonly string _provider;
    private readonly FrozenDictionary<string, ParameterRule> _byName;

    /// <summary>With these rules.</summary>
    internal ParameterTable(string provider, IReadOnlyList<ParameterRule> rules)
    {
        (_provider, Rules) = (provider, rules);
        _byName = rules.ToFrozenDictionary(rule => rule.Name);
    }

    /// <summary>The rules, in the order of the documentation.</summary>
    public IReadOnlyList<ParameterRule> Rules { get; }

    /// <summary>Goes through a request's parameters: refuses, ignores, and hands over those to translate.</summary>
    internal GivenParameters Read(JsonElement request, RequestNotes notes)
    {
        var given = new GivenParameters(notes);
        if (request.ValueKind != JsonValueKind.Object)
        {
            notes.Refuse(RefusalReason.InvalidJson, null, "The body must be a JSON object in UTF-8, of at most 128 MiB, nested at most 128 deep.");
            return given;
        }

        foreach (var member in request.EnumerateObject())
        {
            var name = member.Name;
            if (!_byName.TryGetValue(name, out var rule))
            {
                notes.Refuse(RefusalReason.UnknownParameter, Shortened(name), $"Unknown parameter: '{Shortened(name)}'.");
            }
            else if (rule.Treatment == Treatment.Translated)
            {
                given.Set(rule.Name, member.Value);
            }
            else if (member.Value.IsGiven())
            {
                Judge(rule, member.Value, notes);
            }
        }

        return given;
    }

    private static string Shortened(string name) => name.Length > LongestName ? name[..LongestName] : name;

    private void Judge(ParameterRule rule, JsonElement value, RequestNotes notes)
    {
        if (rule.Treatment == Treatment.Ignored)
        {
            notes.Ignore(rule.Name);
        }
        else if (!IsNeutral(rule.Neutral, value))
        {
            notes.Refuse(RefusalReason.UnsupportedParameter, rule.Name, $"{_provider} has nothing like '{rule.Name}', and the answer depends on it.");
        }
    }

    private static bool IsNeutral(Neutral neutral, JsonElement value) => neutral switch
    {
        Neutral.None => false,
        Neutral.False => value.ValueKind == JsonValueKind.False,
        Neutral.True => value.ValueKind == JsonValueKind.True,
        Neutral.Zero => value.CountOrNull() == 0,
        Neutral.One => value.CountOrNull() == 1,
        Neutral.Empty => value.ValueKind switch
        {
            JsonValueKind.Array => value.GetArrayLength() == 0,
            JsonValueKind.Object => value.GetPropertyCount() == 0,
            _ => false,
        },
        Neutral.TextOnly => value.ValueKind == JsonValueKind.Array && value.GetArrayLength() == 1 && value[0].Is("text"u8),
        _ => throw new ArgumentOutOfRangeException(nameof(neutral), neutral, "no such value"),
    };
}
