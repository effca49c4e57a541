using System.Text.Json;

namespace MultiplexCluster.FakeProviders.Dialects;

/// <summary>
/// The tool a request is answered with: its first one, when its last turn speaks of the weather and brings no tool's result.
/// The arguments are always <see cref="Arguments"/>.
/// </summary>
/// <param name="Name">The tool's name, as JSON text without quotes.</param>
internal sealed record ToolCall(string Name)
{
    /// <summary>A JSON object, with a letter that is no ASCII.</summary>
    public const string Arguments = """{"city":"Köln"}""";

    /// <summary><see cref="Arguments"/> as JSON text without quotes.</summary>
    public const string Escaped = """{\"city\":\"Köln\"}""";

    // Split inside of a name and between two words, as providers do.
    private static readonly string[] Parts = ["{\\\"ci", "ty\\\":\\\"", "Köln\\\"}"];

    /// <summary><see cref="Escaped"/> in the pieces of a stream.</summary>
    public static IReadOnlyList<string> Pieces => Parts;

    /// <summary>Null when the request is answered with text.</summary>
    public static ToolCall? Of(ReadOnlySpan<byte> body)
    {
        var reader = new Utf8JsonReader(body);
        using var document = JsonDocument.ParseValue(ref reader);
        var root = document.RootElement;
        return AsksForTool(root) && NameOf(root) is { } name ? new ToolCall(JsonEncodedText.Encode(name).ToString()) : null;
    }

    private static bool AsksForTool(JsonElement root)
    {
        foreach (var turns in (ReadOnlySpan<string>)["messages", "contents", "input"])
        {
            if (root.TryGetProperty(turns, out var all))
            {
                var last = all.ValueKind == JsonValueKind.Array && all.GetArrayLength() > 0 ? all[all.GetArrayLength() - 1] : all;
                return last.GetRawText().Contains("weather", StringComparison.OrdinalIgnoreCase) && !IsResult(last);
            }
        }

        return false;
    }

    private static bool IsResult(JsonElement turn)
    {
        var text = turn.GetRawText();
        return text.Contains("\"tool_result\"", StringComparison.Ordinal)
            || text.Contains("\"functionResponse\"", StringComparison.Ordinal)
            || text.Contains("\"function_call_output\"", StringComparison.Ordinal)
            || (turn.ValueKind == JsonValueKind.Object && turn.TryGetProperty("role", out var role) && role.ValueEquals("tool"));
    }

    /// <summary>A tool that the provider runs itself has no name of a function.</summary>
    private static string? NameOf(JsonElement root)
    {
        if (!root.TryGetProperty("tools", out var tools) || tools.ValueKind != JsonValueKind.Array || tools.GetArrayLength() == 0)
        {
            return null;
        }

        var tool = tools[0];
        if (tool.TryGetProperty("function", out var function))
        {
            tool = function;
        }
        else if (tool.TryGetProperty("functionDeclarations", out var declarations) && declarations.GetArrayLength() > 0)
        {
            tool = declarations[0];
        }

        return tool.TryGetProperty("name", out var name) ? name.GetString() : null;
    }
}
