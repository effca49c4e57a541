using System.Buffers.Text;
using System.Text.Json;
using System.Text.Unicode;
using MultiplexCluster.Providers.Translation.Chat.Requests;
using MultiplexCluster.Providers.Translation.Parameters;

namespace MultiplexCluster.Providers.Translation.Anthropic;

/// <summary>Writes images, PDFs and plain texts; Claude takes no audio and no other documents.</summary>
internal static class AnthropicMedia
{
    /// <summary>Writes the block, or refuses it.</summary>
    public static void Write(Utf8JsonWriter json, MediaPart media, RequestNotes notes)
    {
        var type = media.Source.MediaType;
        switch (media.Kind)
        {
            case MediaKind.Image:
                WriteBlock(json, "image"u8, media);
                break;
            case MediaKind.File when type is null or "application/pdf":
                WriteBlock(json, "document"u8, media);
                break;
            case MediaKind.File when type == "text/plain":
                WritePlainText(json, media, notes);
                break;
            default:
                notes.Refuse(RefusalReason.UnsupportedValue, media.Path.Of("type"), $"Claude takes no {type} in '{media.Path}'.");
                break;
        }
    }

    private static void WriteBlock(Utf8JsonWriter json, ReadOnlySpan<byte> block, MediaPart media)
    {
        Begin(json, block);
        if (media.Source.Url is { } url)
        {
            json.WriteString("type"u8, "url"u8);
            json.WriteString("url"u8, url);
        }
        else
        {
            json.WriteString("type"u8, "base64"u8);
            json.WriteString("media_type"u8, media.Source.MediaType);
            json.WriteString("data"u8, media.Source.Base64.Span);
        }

        End(json, media);
    }

    private static void WritePlainText(Utf8JsonWriter json, MediaPart media, RequestNotes notes)
    {
        var text = new byte[Base64.GetMaxDecodedFromUtf8Length(media.Source.Base64.Length)];
        var status = Base64.DecodeFromUtf8(media.Source.Base64.Span, text, out _, out var length);
        if (status != System.Buffers.OperationStatus.Done || !Utf8.IsValid(text.AsSpan(0, length)))
        {
            notes.Refuse(RefusalReason.InvalidValue, media.Path.Of("file.file_data"), $"'{media.Path.Of("file.file_data")}' is no UTF-8 text in base64.");
            return;
        }

        Begin(json, "document"u8);
        json.WriteString("type"u8, "text"u8);
        json.WriteString("media_type"u8, "text/plain"u8);
        json.WriteString("data"u8, text.AsSpan(0, length));
        End(json, media);
    }

    private static void Begin(Utf8JsonWriter json, ReadOnlySpan<byte> block)
    {
        json.WriteStartObject();
        json.WriteString("type"u8, block);
        json.WriteStartObject("source"u8);
    }

    private static void End(Utf8JsonWriter json, MediaPart media)
    {
        json.WriteEndObject();
        if (media.FileName is { Length: > 0 } name)
        {
            json.WriteString("title"u8, name);
        }

        json.WriteEndObject();
    }
}
