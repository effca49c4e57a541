using System.Text.Json;
using MultiplexCluster.Providers.Translation.Chat.Requests;
using MultiplexCluster.Providers.Translation.Json;

namespace MultiplexCluster.Providers.Translation.Anthropic;

/// <summary>Writes <c>tools</c> and <c>tool_choice</c>.</summary>
internal static class AnthropicTools
{
    /// <summary>Nothing without tools.</summary>
    public static void Write(Utf8JsonWriter json, ToolSet tools, bool? isParallel)
    {
        if (tools.Tools.Count == 0)
        {
            return;
        }

        json.WriteStartArray("tools"u8);
        foreach (var tool in tools.Tools)
        {
            json.WriteStartObject();
            json.WriteRawIfGiven("name"u8, tool.Name);
            json.WriteRawIfGiven("description"u8, tool.Description);
            json.WritePropertyName("input_schema"u8);
            if (tool.Parameters.IsGiven())
            {
                json.WriteRaw(tool.Parameters);
            }
            else
            {
                // Claude takes no tool without a schema: this one has no arguments.
                json.WriteRawValue("""{"type":"object","properties":{}}"""u8, skipInputValidation: true);
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
        WriteChoice(json, tools, isParallel);
    }

    private static void WriteChoice(Utf8JsonWriter json, ToolSet tools, bool? isParallel)
    {
        if (tools.Choice == ToolChoice.Auto && isParallel is not false)
        {
            return;
        }

        json.WriteStartObject("tool_choice"u8);
        json.WriteString("type"u8, TypeOf(tools.Choice));
        if (tools.Choice == ToolChoice.Named)
        {
            json.WriteString("name"u8, tools.ChosenName);
        }

        if (tools.Choice != ToolChoice.None && isParallel is false)
        {
            json.WriteBoolean("disable_parallel_tool_use"u8, true);
        }

        json.WriteEndObject();
    }

    private static ReadOnlySpan<byte> TypeOf(ToolChoice choice) => choice switch
    {
        ToolChoice.Auto => "auto"u8,
        ToolChoice.None => "none"u8,
        ToolChoice.Required => "any"u8,
        ToolChoice.Named => "tool"u8,
        _ => throw new ArgumentOutOfRangeException(nameof(choice), choice, "no such choice"),
    };
}
