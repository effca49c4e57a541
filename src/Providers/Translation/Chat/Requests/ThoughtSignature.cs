using System.Text.Json;
using MultiplexCluster.Providers.Translation.Json;

namespace MultiplexCluster.Providers.Translation.Chat.Requests;

/// <summary>
/// What Gemini wants back with a call its model made: carried as <c>extra_content.google.thought_signature</c> of the
/// tool call, as Google's own OpenAI-compatible surface does.
/// </summary>
internal static class ThoughtSignature
{
    /// <summary>The signature of a tool call, or null.</summary>
    public static string? In(JsonElement call) =>
        call.Member("extra_content"u8).Member("google"u8).Member("thought_signature"u8).Text();

    /// <summary>Writes a tool call's, where there is one.</summary>
    public static void Write(Utf8JsonWriter json, JsonElement signature)
    {
        if (signature.ValueKind != JsonValueKind.String)
        {
            return;
        }

        json.WriteStartObject("extra_content"u8);
        json.WriteStartObject("google"u8);
        json.WriteRaw("thought_signature"u8, signature);
        json.WriteEndObject();
        json.WriteEndObject();
    }
}
