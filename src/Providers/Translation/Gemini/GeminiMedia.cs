using System.Collections.Frozen;
using System.Text.Json;
using MultiplexCluster.Providers.Translation.Chat.Requests;
using MultiplexCluster.Providers.Translation.Parameters;

namespace MultiplexCluster.Providers.Translation.Gemini;

/// <summary>Writes media: data as <c>inlineData</c>, addresses as <c>fileData</c>.</summary>
internal static class GeminiMedia
{
    // An address alone does not say what is there, and Gemini does not look.
    private static readonly FrozenDictionary<string, string> TypeByExtension = new Dictionary<string, string>
    {
        [".png"] = "image/png",
        [".jpg"] = "image/jpeg",
        [".jpeg"] = "image/jpeg",
        [".webp"] = "image/webp",
        [".heic"] = "image/heic",
        [".heif"] = "image/heif",
        [".gif"] = "image/gif",
        [".pdf"] = "application/pdf",
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    /// <summary>Writes the part's member.</summary>
    public static void Write(Utf8JsonWriter json, MediaPart media, RequestNotes notes)
    {
        if (media.Source.Url is { } url)
        {
            WriteAddress(json, media, url, notes);
            return;
        }

        json.WriteStartObject("inlineData"u8);
        json.WriteString("mimeType"u8, media.Source.MediaType);
        json.WriteString("data"u8, media.Source.Base64.Span);
        json.WriteEndObject();
    }

    private static void WriteAddress(Utf8JsonWriter json, MediaPart media, string url, RequestNotes notes)
    {
        json.WriteStartObject("fileData"u8);
        if (Uri.TryCreate(url, UriKind.Absolute, out var address))
        {
            if (TypeByExtension.TryGetValue(Path.GetExtension(address.AbsolutePath), out var type))
            {
                json.WriteString("mimeType"u8, type);
            }
        }
        else
        {
            notes.Refuse(RefusalReason.InvalidValue, media.Path.ToString(), $"The URL in '{media.Path}' is malformed.");
        }

        json.WriteString("fileUri"u8, url);
        json.WriteEndObject();
    }
}
