using System.Text.Json;
using MultiplexCluster.Providers.Translation.Chat.Requests;
using MultiplexCluster.Providers.Translation.Json;

namespace MultiplexCluster.Providers.Translation.Chat.Answers;

/// <summary>A tool call of an answer. OpenAI puts the arguments into a string, the others have them as JSON.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">The tool's name, a JSON string.</param>
/// <param name="Arguments">A JSON object; undefined where there are none (yet).</param>
/// <param name="Signature">Gemini's thought signature; undefined where there is none.</param>
internal readonly record struct AnsweredCall(string Id, JsonElement Name, JsonElement Arguments, JsonElement Signature)
{
    /// <summary>Writes it as an item of <c>tool_calls</c>.</summary>
    /// <param name="json">Where to.</param>
    /// <param name="index">Its number in a stream; null in a whole answer.</param>
    /// <param name="missing">What stands for arguments that are not there.</param>
    public void WriteTo(Utf8JsonWriter json, int? index, ReadOnlySpan<byte> missing)
    {
        json.WriteStartObject();
        if (index is { } number)
        {
            json.WriteNumber("index"u8, number);
        }

        json.WriteString("id"u8, Id);
        json.WriteString("type"u8, "function"u8);
        json.WriteStartObject("function"u8);
        json.WriteRaw("name"u8, Name);
        json.WriteString("arguments"u8, Arguments.ValueKind == JsonValueKind.Object ? Arguments.Raw() : missing);
        json.WriteEndObject();
        ThoughtSignature.Write(json, Signature);
        json.WriteEndObject();
    }
}
