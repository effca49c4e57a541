using System.Text.Json;
using MultiplexCluster.Providers.Translation.Chat.Requests;
using MultiplexCluster.Providers.Translation.Json;
using MultiplexCluster.Providers.Translation.Parameters;

namespace MultiplexCluster.Providers.Translation.Anthropic;

/// <summary>
/// Writes <c>system</c> and <c>messages</c>. Claude's sides alternate, and tool results are the user's: results in a row
/// and what the user says next are one message.
/// </summary>
internal static class AnthropicMessages
{
    /// <summary>Writes both.</summary>
    public static void Write(Utf8JsonWriter json, Conversation conversation, RequestNotes notes)
    {
        if (conversation.Instructions.Count > 0)
        {
            json.WriteStartArray("system"u8);
            conversation.Instructions.ForEach(text => WriteText(json, text));
            json.WriteEndArray();
        }

        json.WriteStartArray("messages"u8);
        for (var i = 0; i < conversation.Turns.Count; i++)
        {
            var turn = conversation.Turns[i];
            var isAssistant = turn.Speaker == Speaker.Assistant;
            if (i == 0 || isAssistant || conversation.Turns[i - 1].Speaker == Speaker.Assistant)
            {
                json.WriteStartObject();
                json.WriteString("role"u8, isAssistant ? "assistant"u8 : "user"u8);
                json.WriteStartArray("content"u8);
            }

            turn.Parts.ForEach(part => WritePart(json, part, notes));
            if (isAssistant || i + 1 == conversation.Turns.Count || conversation.Turns[i + 1].Speaker == Speaker.Assistant)
            {
                json.WriteEndArray();
                json.WriteEndObject();
            }
        }

        json.WriteEndArray();
    }

    private static void WritePart(Utf8JsonWriter json, ChatPart part, RequestNotes notes)
    {
        switch (part)
        {
            case TextPart text:
                WriteText(json, text);
                break;
            case MediaPart media:
                AnthropicMedia.Write(json, media, notes);
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
    }

    private static void WriteText(Utf8JsonWriter json, TextPart part)
    {
        json.WriteStartObject();
        json.WriteString("type"u8, "text"u8);
        json.WriteRaw("text"u8, part.Text);
        json.WriteEndObject();
    }

    private static void WriteCall(Utf8JsonWriter json, ToolCallPart call)
    {
        json.WriteStartObject();
        json.WriteString("type"u8, "tool_use"u8);
        json.WriteString("id"u8, IdOf(call.Id));
        json.WriteString("name"u8, call.Name);
        json.WritePropertyName("input"u8);
        json.WriteRawValue(call.Arguments.Span, skipInputValidation: true);
        json.WriteEndObject();
    }

    private static void WriteResult(Utf8JsonWriter json, ToolResultPart result)
    {
        json.WriteStartObject();
        json.WriteString("type"u8, "tool_result"u8);
        json.WriteString("tool_use_id"u8, IdOf(result.CallId));
        if (result.Texts.Count > 0)
        {
            json.WriteStartArray("content"u8);
            foreach (var text in result.Texts)
            {
                WriteText(json, text);
            }

            json.WriteEndArray();
        }

        json.WriteEndObject();
    }

    // Claude takes letters, digits, '_' and '-'; a conversation begun elsewhere may have others.
    private static string IdOf(string id) => string.Create(id.Length, id, (letters, from) =>
    {
        for (var i = 0; i < letters.Length; i++)
        {
            letters[i] = char.IsAsciiLetterOrDigit(from[i]) || from[i] == '-' ? from[i] : '_';
        }
    });
}
