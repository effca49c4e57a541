using System.Text.Json;
using MultiplexCluster.Providers.Translation.Chat.Requests;
using MultiplexCluster.Providers.Translation.Json;
using MultiplexCluster.Providers.Translation.Parameters;

namespace MultiplexCluster.Providers.Translation.Groq;

/// <summary>Writes <c>messages</c> with the members Groq knows; it refuses a message with any other.</summary>
internal static class GroqMessages
{
    /// <summary>Writes them.</summary>
    public static void Write(Utf8JsonWriter json, JsonElement messages, RequestNotes notes)
    {
        if (messages.ValueKind != JsonValueKind.Array || messages.GetArrayLength() == 0)
        {
            notes.Refuse(
                messages.IsGiven() ? RefusalReason.InvalidType : RefusalReason.MissingParameter,
                "messages",
                "'messages' must be an array of at least one message.");
        }

        json.WriteStartArray("messages"u8);
        var index = 0;
        foreach (var message in messages.Items())
        {
            json.WriteStartObject();
            WriteMessage(json, new PartPath(index++), message, notes);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteMessage(Utf8JsonWriter json, PartPath path, JsonElement message, RequestNotes notes)
    {
        var role = message.Member("role"u8);
        if (role.ValueKind != JsonValueKind.String)
        {
            notes.RefuseType(path.Of("role"), "a string");
        }
        else if (role.Is("developer"u8))
        {
            json.WriteString("role"u8, "system"u8);
        }
        else
        {
            json.WriteRaw("role"u8, role);
        }

        if (message.Member("name"u8).IsGiven())
        {
            notes.Ignore("messages[].name");
        }

        if (message.Member("function_call"u8).IsGiven() || message.Member("audio"u8).IsGiven())
        {
            notes.Refuse(RefusalReason.UnsupportedParameter, path.ToString(), $"'{path}' has a 'function_call' or 'audio', which Groq does not take.");
        }

        WriteContent(json, path, message, notes);
        WriteCalls(json, message.Member("tool_calls"u8));
        json.WriteRawIfGiven("tool_call_id"u8, message.Member("tool_call_id"u8));
    }

    private static void WriteContent(Utf8JsonWriter json, PartPath path, JsonElement message, RequestNotes notes)
    {
        var content = message.Member("content"u8);
        if (content.ValueKind != JsonValueKind.Array)
        {
            // What the model refused with is all it said.
            var said = content.IsGiven() ? content : message.Member("refusal"u8);
            json.WriteRawIfGiven("content"u8, said);
            return;
        }

        json.WriteStartArray("content"u8);
        var index = 0;
        foreach (var part in content.EnumerateArray())
        {
            WritePart(json, path with { Part = index++ }, part, notes);
        }

        json.WriteEndArray();
    }

    private static void WritePart(Utf8JsonWriter json, PartPath path, JsonElement part, RequestNotes notes)
    {
        var type = part.Member("type"u8);
        if (type.Is("text"u8) || type.Is("image_url"u8))
        {
            json.WriteRaw(part);
        }
        else if (type.Is("refusal"u8) && part.Member("refusal"u8) is { ValueKind: JsonValueKind.String } refusal)
        {
            json.WriteStartObject();
            json.WriteString("type"u8, "text"u8);
            json.WriteRaw("text"u8, refusal);
            json.WriteEndObject();
        }
        else
        {
            notes.Refuse(RefusalReason.UnsupportedValue, path.Of("type"), $"Groq takes only text and images in '{path}'.");
        }
    }

    private static void WriteCalls(Utf8JsonWriter json, JsonElement calls)
    {
        if (!calls.IsGiven())
        {
            return;
        }

        json.WriteStartArray("tool_calls"u8);
        foreach (var call in calls.Items())
        {
            json.WriteStartObject();
            json.WriteRawIfGiven("id"u8, call.Member("id"u8));
            json.WriteRawIfGiven("type"u8, call.Member("type"u8));
            json.WriteRawIfGiven("function"u8, call.Member("function"u8));
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
