using System.Buffers;
using System.Text.Json;
using MultiplexCluster.Providers.Translation.Json;

namespace MultiplexCluster.Providers.Translation.Chat.Answers;

/// <summary>Writes a <c>chat.completion</c>.</summary>
internal static class Completion
{
    /// <summary>The body.</summary>
    /// <param name="id">The answer's id.</param>
    /// <param name="model">The model's name.</param>
    /// <param name="created">When it was made.</param>
    /// <param name="usage">What it cost.</param>
    /// <param name="writeChoices">Writes the items of <c>choices</c>.</param>
    public static TranslatedAnswer Write(string id, string model, DateTimeOffset created, in ChatUsage usage, Action<Utf8JsonWriter> writeChoices)
    {
        var buffer = new ArrayBufferWriter<byte>(1_024);
        using var json = JsonOutput.Writer(buffer);
        json.WriteStartObject();
        json.WriteString("id"u8, id);
        json.WriteString("object"u8, "chat.completion"u8);
        json.WriteNumber("created"u8, created.ToUnixTimeSeconds());
        json.WriteString("model"u8, model);
        json.WriteStartArray("choices"u8);
        writeChoices(json);
        json.WriteEndArray();
        usage.WriteTo(json);
        json.WriteEndObject();
        json.Flush();
        return new TranslatedAnswer(buffer.WrittenMemory, IsReadable: true);
    }
}
