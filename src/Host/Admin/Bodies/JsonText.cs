using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace MultiplexCluster.Host.Admin.Bodies;

/// <summary>Text out of JSON. An escaped half of a surrogate pair is valid JSON and still no text: reading it throws.</summary>
internal static class JsonText
{
    public static bool TryGet(JsonElement value, [NotNullWhen(true)] out string? text)
    {
        text = null;
        try
        {
            text = value.ValueKind is JsonValueKind.String ? value.GetString() : null;
        }
        catch (InvalidOperationException)
        {
            return false;
        }

        return text is not null;
    }

    /// <summary>A text as an error repeats it: in quotes, and not longer than 64 characters.</summary>
    public static string Quoted(string text) => text.Length > LongestShown ? $"'{text[..LongestShown]}…'" : $"'{text}'";

    private const int LongestShown = 64;

    public static bool TryGetName(JsonProperty property, [NotNullWhen(true)] out string? name)
    {
        name = null;
        try
        {
            name = property.Name;
        }
        catch (InvalidOperationException)
        {
            return false;
        }

        return true;
    }
}
