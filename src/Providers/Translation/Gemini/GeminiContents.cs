using System.Text.Json;
using MultiplexCluster.Providers.Translation.Chat.Requests;
using MultiplexCluster.Providers.Translation.Json;
using MultiplexCluster.Providers.Translation.Parameters;

namespace MultiplexCluster.Providers.Translation.Gemini;

/// <summary>
/// Writes <c>systemInstruction</c> and <c>contents</c>. The results of a turn's calls are one content of their own,
/// with as many parts as there were calls.
/// </summary>
internal static class GeminiContents
{
    /// <summary>Writes both.</summary>
    public static void Write(Utf8JsonWriter json, Conversation conversation, RequestNotes notes)
    {
        if (conversation.Instructions.Count > 0)
        {
            json.WriteStartObject("systemInstruction"u8);
            json.WriteStartArray("parts"u8);
            conversation.Instructions.ForEach(text => WritePart(json, text, notes));
            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteStartArray("contents"u8);
        foreach (var turn in conversation.Turns)
        {
            json.WriteStartObject();
            json.WriteString("role"u8, turn.Speaker == Speaker.Assistant ? "model"u8 : "user"u8);
            json.WriteStartArray("parts"u8);
            turn.Parts.ForEach(part => WritePart(json, part, notes));
            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WritePart(Utf8JsonWriter json, ChatPart part, RequestNotes notes)
    {
        json.WriteStartObject();
        switch (part)
        {
            case TextPart text:
                json.WriteRaw("text"u8, text.Text);
                break;
            case MediaPart media:
                GeminiMedia.Write(json, media, notes);
                break;
            case ToolCallPart call:
                WriteCall(json, call);
                break;
            case ToolResultPart result:
                WriteResult(json, result);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(part), part, "no such part");
        }

        json.WriteEndObject();
    }

    private static void WriteCall(Utf8JsonWriter json, ToolCallPart call)
    {
        json.WriteStartObject("functionCall"u8);
        json.WriteString("id"u8, call.Id);
        json.WriteString("name"u8, call.Name);
        json.WritePropertyName("args"u8);
        json.WriteRawValue(call.Arguments.Span, skipInputValidation: true);
        json.WriteEndObject();
        if (call.Signature is { } signature)
        {
            json.WriteString("thoughtSignature"u8, signature);
        }
    }

    // The response must be an object, OpenAI's result is text.
    private static void WriteResult(Utf8JsonWriter json, ToolResultPart result)
    {
        var text = new JoinedText();
        foreach (var part in result.Texts)
        {
            text.Add(part.Text);
        }

        json.WriteStartObject("functionResponse"u8);
        json.WriteString("id"u8, result.CallId);
        json.WriteString("name"u8, result.ToolName);
        json.WriteStartObject("response"u8);
        json.WritePropertyName("result"u8);
        text.WriteTo(json);
        json.WriteEndObject();
        json.WriteEndObject();
    }
}
