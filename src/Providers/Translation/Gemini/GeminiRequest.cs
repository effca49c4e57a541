using System.Text.Json;
using MultiplexCluster.Providers.Translation.Chat.Requests;
using MultiplexCluster.Providers.Translation.Parameters;

namespace MultiplexCluster.Providers.Translation.Gemini;

/// <summary>Writes a generateContent request.</summary>
internal static class GeminiRequest
{
    /// <summary>Writes it and says where it goes.</summary>
    public static RequestTarget Write(RequestSource source, Utf8JsonWriter json)
    {
        var (given, notes) = (source.Given, source.Notes);
        var conversation = new ConversationReader(source.Body, notes).Read(given["messages"]);
        var stream = StreamWishes.Read(given, notes);

        json.WriteStartObject();
        GeminiContents.Write(json, conversation, notes);
        GeminiTools.Write(json, ToolSet.Read(given, notes));
        GenerationConfig.Write(json, given, ResponseFormat.Read(given, notes), notes);
        json.WriteEndObject();

        var path = GeminiPaths.Of(source.Model, stream.Streams ? "streamGenerateContent?alt=sse" : "generateContent", notes);
        return new RequestTarget(path, stream.Streams, new AnswerWishes(stream.IncludesUsage), []);
    }
}
