using System.Text.Json;
using MultiplexCluster.Providers.Translation.Chat.Requests;
using MultiplexCluster.Providers.Translation.Json;

namespace MultiplexCluster.Providers.Translation.Gemini;

/// <summary>Writes <c>tools</c> and <c>toolConfig</c>. Schemas go as they are: <c>parametersJsonSchema</c> takes JSON Schema.</summary>
internal static class GeminiTools
{
    /// <summary>Nothing without tools.</summary>
    public static void Write(Utf8JsonWriter json, ToolSet tools)
    {
        if (tools.Tools.Count == 0)
        {
            return;
        }

        json.WriteStartArray("tools"u8);
        json.WriteStartObject();
        json.WriteStartArray("functionDeclarations"u8);
        foreach (var tool in tools.Tools)
        {
            json.WriteStartObject();
            json.WriteRawIfGiven("name"u8, tool.Name);
            json.WriteRawIfGiven("description"u8, tool.Description);
            json.WriteRawIfGiven("parametersJsonSchema"u8, tool.Parameters);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndArray();
        if (tools.Choice != ToolChoice.Auto)
        {
            WriteChoice(json, tools);
        }
    }

    private static void WriteChoice(Utf8JsonWriter json, ToolSet tools)
    {
        json.WriteStartObject("toolConfig"u8);
        json.WriteStartObject("functionCallingConfig"u8);
        json.WriteString("mode"u8, tools.Choice == ToolChoice.None ? "NONE"u8 : "ANY"u8);
        if (tools.Choice == ToolChoice.Named)
        {
            json.WriteStartArray("allowedFunctionNames"u8);
            json.WriteStringValue(tools.ChosenName);
            json.WriteEndArray();
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }
}
