using System.Text.Json;

namespace MultiplexCluster.Host.Admin.Bodies;

/// <summary>The offending fields of one body, each with its first error.</summary>
internal sealed class FieldErrors
{
    private const int MostFields = 100;
    private const int LongestShownNumber = 32;

    private readonly Dictionary<string, string> _errors = new(StringComparer.Ordinal);

    public bool Any => _errors.Count > 0;

    public IReadOnlyDictionary<string, string> All => _errors;

    public bool Contains(string field) => _errors.ContainsKey(field);

    public void Add(string field, string error)
    {
        if (_errors.Count < MostFields)
        {
            _errors.TryAdd(field, error);
        }
    }

    /// <summary>Adds what the rules found. The rejected value is shown where it is a number; text might be a secret.</summary>
    public void AddAll(IReadOnlyDictionary<string, string> errors, JsonElement body)
    {
        foreach (var (field, error) in errors)
        {
            Add(field, body.TryGetProperty(field, out var value) && value.ValueKind is not JsonValueKind.Array ? error + Shown(value) : error);
        }
    }

    public static string Shown(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Number when value.GetRawText() is { Length: <= LongestShownNumber } text => $", got {text}",
        JsonValueKind.True => ", got true",
        JsonValueKind.False => ", got false",
        JsonValueKind.Null => ", got null",
        JsonValueKind.Array => ", got an array",
        JsonValueKind.Object => ", got an object",
        _ => string.Empty,
    };
}
