using System.Text.Json;
using MultiplexCluster.Providers.Translation.Chat.Requests;
using MultiplexCluster.Providers.Translation.Json;
using MultiplexCluster.Providers.Translation.Parameters;

namespace MultiplexCluster.Providers.Translation.Groq;

/// <summary>Writes Groq's requests: what was given, under the model's own name.</summary>
internal static class GroqRequest
{
    /// <summary>Writes a chat request and says where it goes.</summary>
    public static RequestTarget WriteChat(RequestSource source, Utf8JsonWriter json)
    {
        var stream = StreamWishes.Read(source.Given, source.Notes);
        json.WriteStartObject();
        json.WriteString("model"u8, source.Model);
        GroqMessages.Write(json, source.Given["messages"], source.Notes);
        WriteRest(json, source.Given);
        if (stream.IncludesUsage)
        {
            json.WriteStartObject("stream_options"u8);
            json.WriteBoolean("include_usage"u8, true);
            json.WriteEndObject();
        }

        json.WriteEndObject();
        return new RequestTarget("/chat/completions", stream.Streams, new AnswerWishes(stream.IncludesUsage), []);
    }

    /// <summary>Writes an embeddings request and says where it goes.</summary>
    public static RequestTarget WriteEmbeddings(RequestSource source, Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("model"u8, source.Model);
        WriteRest(json, source.Given);
        json.WriteEndObject();
        return new RequestTarget("/embeddings", Streams: false, AnswerWishes.None, []);
    }

    private static void WriteRest(Utf8JsonWriter json, GivenParameters given)
    {
        foreach (var (name, value) in given.All)
        {
            if (name is not ("model" or "messages" or "stream_options"))
            {
                json.WritePropertyName(name);
                json.WriteRaw(value);
            }
        }
    }
}
