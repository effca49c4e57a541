using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace MultiplexCluster.Providers.Translation.Json;

/// <summary>Reads values of any JSON type without throwing.</summary>
internal static class JsonReading
{
    /// <summary>No count over this is believed, so that sums cannot overflow.</summary>
    private const long LargestCount = 1L << 50;

    /// <summary>A member, or the undefined value where there is none or this is no object. The last of several counts.</summary>
    public static JsonElement Member(this JsonElement value, ReadOnlySpan<byte> name) =>
        value.ValueKind == JsonValueKind.Object && value.TryGetProperty(name, out var member) ? member : default;

    /// <summary>There is a value, and it is not null.</summary>
    public static bool IsGiven(this JsonElement value) => value.ValueKind is not (JsonValueKind.Undefined or JsonValueKind.Null);

    /// <summary>The items of an array; none of anything else.</summary>
    public static JsonElement.ArrayEnumerator Items(this JsonElement value) =>
        value.ValueKind == JsonValueKind.Array ? value.EnumerateArray() : default;

    /// <summary>The value's own bytes.</summary>
    public static ReadOnlySpan<byte> Raw(this JsonElement value) => JsonMarshal.GetRawUtf8Value(value);

    /// <summary>The inside of a string, still escaped; empty for anything else.</summary>
    public static ReadOnlySpan<byte> RawText(this JsonElement value) =>
        value.ValueKind == JsonValueKind.String ? value.Raw()[1..^1] : default;

    /// <summary>A string's text; null for anything else and where it has half a surrogate pair.</summary>
    public static string? Text(this JsonElement value) =>
        value.ValueKind == JsonValueKind.String && !SurrogateHalves.In(value.RawText()) ? value.GetString() : null;

    /// <summary>A string's text, or null where it is longer than this many bytes.</summary>
    public static string? ShortText(this JsonElement value, int maxBytes) =>
        value.RawText().Length <= maxBytes ? value.Text() : null;

    /// <summary>It is this string.</summary>
    public static bool Is(this JsonElement value, ReadOnlySpan<byte> text)
    {
        var raw = value.RawText();
        return raw.SequenceEqual(text)
            ? value.ValueKind == JsonValueKind.String
            : raw.Contains((byte)'\\') && value.Text() is { } unescaped && Encoding.UTF8.GetBytes(unescaped).AsSpan().SequenceEqual(text);
    }

    /// <summary>A count, zero where it is none.</summary>
    public static long Count(this JsonElement value) => value.CountOrNull() ?? 0;

    /// <summary>A whole number from 0 on, or null.</summary>
    public static long? CountOrNull(this JsonElement value) =>
        value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var count) && count is >= 0 and <= LargestCount ? count : null;
}
