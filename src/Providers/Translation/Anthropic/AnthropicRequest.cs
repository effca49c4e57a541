using System.Text.Json;
using MultiplexCluster.Providers.Translation.Chat.Requests;
using MultiplexCluster.Providers.Translation.Json;
using MultiplexCluster.Providers.Translation.Parameters;

namespace MultiplexCluster.Providers.Translation.Anthropic;

/// <summary>Writes a messages request.</summary>
internal static class AnthropicRequest
{
    /// <summary>What stands for OpenAI's missing limit: Claude takes no call without one.</summary>
    public const int DefaultMaxTokens = 8_192;

    private static readonly KeyValuePair<string, string>[] Headers = [new("anthropic-version", "2023-06-01")];

    /// <summary>Writes it and says where it goes.</summary>
    public static RequestTarget Write(RequestSource source, Utf8JsonWriter json)
    {
        var (given, notes) = (source.Given, source.Notes);
        var conversation = new ConversationReader(source.Body, notes).Read(given["messages"]);
        var stream = StreamWishes.Read(given, notes);

        json.WriteStartObject();
        json.WriteString("model"u8, source.Model);
        json.WriteNumber("max_tokens"u8, MaxTokens(given));
        AnthropicMessages.Write(json, conversation, notes);
        AnthropicTools.Write(json, ToolSet.Read(given, notes), given.FlagOrNull("parallel_tool_calls"));
        WriteFormat(json, ResponseFormat.Read(given, notes), notes);
        json.WriteRawIfGiven("temperature"u8, given.Number("temperature", 0, 1));
        json.WriteRawIfGiven("top_p"u8, given.Number("top_p", 0, 1));
        if (given.Integer("top_k", 0, int.MaxValue) is { } topK)
        {
            json.WriteNumber("top_k"u8, topK);
        }

        json.WriteRawIfGiven("stop_sequences"u8, given.Texts("stop"));
        if (given.Text("user") is { Length: > 0 } user)
        {
            json.WriteStartObject("metadata"u8);
            json.WriteString("user_id"u8, user);
            json.WriteEndObject();
        }

        json.WriteBoolean("stream"u8, stream.Streams);
        json.WriteEndObject();
        return new RequestTarget("/v1/messages", stream.Streams, new AnswerWishes(stream.IncludesUsage), Headers);
    }

    private static long MaxTokens(GivenParameters given) =>
        given.Integer("max_completion_tokens", 1, int.MaxValue) ?? given.Integer("max_tokens", 1, int.MaxValue) ?? DefaultMaxTokens;

    private static void WriteFormat(Utf8JsonWriter json, in ResponseFormat format, RequestNotes notes)
    {
        if (format.Kind == FormatKind.Json)
        {
            notes.Refuse(
                RefusalReason.UnsupportedValue, "response_format", "Claude has no JSON mode without a schema; use 'json_schema'.");
        }
        else if (format.Kind == FormatKind.Schema && format.Schema.IsGiven())
        {
            json.WriteStartObject("output_config"u8);
            json.WriteStartObject("format"u8);
            json.WriteString("type"u8, "json_schema"u8);
            json.WriteRaw("schema"u8, format.Schema);
            json.WriteEndObject();
            json.WriteEndObject();
        }
    }
}
