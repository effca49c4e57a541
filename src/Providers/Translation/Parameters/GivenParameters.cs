using System.Globalization;
using System.Text.Json;
using MultiplexCluster.Providers.Translation.Json;

namespace MultiplexCluster.Providers.Translation.Parameters;

/// <summary>The parameters of a request that are translated. A wrong type or value is refused when it is read.</summary>
internal sealed class GivenParameters(RequestNotes notes)
{
    private readonly Dictionary<string, JsonElement> _values = [];

    /// <summary>A parameter's value; undefined where it is missing or null.</summary>
    public JsonElement this[string name] => _values.GetValueOrDefault(name) is { ValueKind: not JsonValueKind.Null } value ? value : default;

    /// <summary>Those that are given, by name.</summary>
    public IEnumerable<KeyValuePair<string, JsonElement>> All => _values.Where(value => value.Value.IsGiven());

    /// <summary>Keeps a value; the last of several counts.</summary>
    public void Set(string name, JsonElement value) => _values[name] = value;

    /// <summary>A boolean; false where it is missing.</summary>
    public bool Flag(string name) => FlagOrNull(name) ?? false;

    /// <summary>A boolean, or null.</summary>
    public bool? FlagOrNull(string name)
    {
        var value = this[name];
        switch (value.ValueKind)
        {
            case JsonValueKind.Undefined:
                return null;
            case JsonValueKind.True or JsonValueKind.False:
                return value.ValueKind == JsonValueKind.True;
            default:
                notes.RefuseType(name, "a boolean");
                return null;
        }
    }

    /// <summary>A number in this range as it stands; undefined where it is missing.</summary>
    public JsonElement Number(string name, double min, double max)
    {
        var value = this[name];
        if (value.IsGiven() && value.ValueKind != JsonValueKind.Number)
        {
            notes.RefuseType(name, "a number");
            return default;
        }

        if (value.IsGiven() && !(value.TryGetDouble(out var number) && number >= min && number <= max))
        {
            RefuseRange(name, min.ToString(CultureInfo.InvariantCulture), max.ToString(CultureInfo.InvariantCulture));
        }

        return value;
    }

    /// <summary>A whole number in this range, or null.</summary>
    public long? Integer(string name, long min, long max)
    {
        var value = this[name];
        if (!value.IsGiven())
        {
            return null;
        }

        if (value.ValueKind != JsonValueKind.Number || !value.TryGetInt64(out var number))
        {
            notes.RefuseType(name, "an integer");
            return null;
        }

        if (number < min || number > max)
        {
            RefuseRange(name, min.ToString(CultureInfo.InvariantCulture), max.ToString(CultureInfo.InvariantCulture));
        }

        return number;
    }

    /// <summary>A string, or null.</summary>
    public string? Text(string name)
    {
        var value = this[name];
        var text = value.Text();
        if (text is null && value.IsGiven())
        {
            notes.RefuseType(name, "a string");
        }

        return text;
    }

    /// <summary>A string or an array of strings, as they stand; empty strings are left out.</summary>
    public IReadOnlyList<JsonElement> Texts(string name)
    {
        var value = this[name];
        if (!value.IsGiven())
        {
            return [];
        }

        List<JsonElement> texts = value.ValueKind == JsonValueKind.Array ? [.. value.EnumerateArray()] : [value];
        if (texts.Exists(text => text.ValueKind != JsonValueKind.String))
        {
            notes.RefuseType(name, "a string or an array of strings");
        }

        texts.RemoveAll(text => text.RawText().IsEmpty);
        return texts;
    }

    private void RefuseRange(string name, string min, string max) =>
        notes.Refuse(RefusalReason.InvalidValue, name, $"'{name}' must be from {min} to {max} for this provider.");
}
