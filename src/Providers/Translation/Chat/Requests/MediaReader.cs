using System.Text;
using System.Text.Json;
using MultiplexCluster.Providers.Translation.Json;
using MultiplexCluster.Providers.Translation.Parameters;

namespace MultiplexCluster.Providers.Translation.Chat.Requests;

/// <summary>Reads the parts <c>image_url</c>, <c>input_audio</c> and <c>file</c>. Their data stay where they are in the body.</summary>
internal sealed class MediaReader(ReadOnlyMemory<byte> body, RequestNotes notes)
{
    private static readonly MediaSource Nothing = new(null, "application/octet-stream", default);

    /// <summary>The part; null where the type is none of the three.</summary>
    public MediaPart? Read(PartPath path, JsonElement type, JsonElement part) =>
        type.Is("image_url"u8) ? ReadImage(path, part.Member("image_url"u8))
        : type.Is("input_audio"u8) ? ReadAudio(path, part.Member("input_audio"u8))
        : type.Is("file"u8) ? ReadFile(path, part.Member("file"u8))
        : null;

    private MediaPart ReadImage(PartPath path, JsonElement image)
    {
        if (image.Member("detail"u8).IsGiven())
        {
            notes.Ignore("messages[].content[].image_url.detail");
        }

        return new MediaPart(path, MediaKind.Image, SourceOf(path.Of("image_url.url"), image.Member("url"u8)));
    }

    private MediaPart ReadAudio(PartPath path, JsonElement audio)
    {
        var format = audio.Member("format"u8);
        var mediaType = format.Is("wav"u8) ? "audio/wav" : format.Is("mp3"u8) ? "audio/mp3" : null;
        if (mediaType is null || audio.Member("data"u8).ValueKind != JsonValueKind.String)
        {
            notes.Refuse(RefusalReason.InvalidValue, path.Of("input_audio"), $"'{path.Of("input_audio")}' must have 'data' in base64 and the 'format' wav or mp3.");
        }

        return new MediaPart(path, MediaKind.Audio, new MediaSource(null, mediaType, BytesOf(audio.Member("data"u8))));
    }

    private MediaPart ReadFile(PartPath path, JsonElement file)
    {
        var data = file.Member("file_data"u8);
        if (!data.IsGiven())
        {
            notes.Refuse(
                RefusalReason.UnsupportedValue, path.Of("file"), $"'{path.Of("file")}' must have 'file_data'; a file that OpenAI stores is not known to this provider.");
        }

        return new MediaPart(path, MediaKind.File, SourceOf(path.Of("file.file_data"), data), file.Member("filename"u8).Text());
    }

    private MediaSource SourceOf(string param, JsonElement url)
    {
        var bytes = BytesOf(url);
        if (DataUrl.Parse(bytes) is { } inline)
        {
            return inline;
        }

        var isHttp = IsPrefixed(bytes.Span, "https://"u8) || IsPrefixed(bytes.Span, "http://"u8);
        if (!isHttp || url.Text() is not { } text)
        {
            notes.Refuse(RefusalReason.InvalidValue, param, $"'{param}' must be an http(s) URL or a data URL in base64.");
            return Nothing;
        }

        return new MediaSource(text, null, default);
    }

    // Without escapes, as base64 nearly always stands, the text is a piece of the body.
    private ReadOnlyMemory<byte> BytesOf(JsonElement text)
    {
        var raw = text.RawText();
        return raw.Contains((byte)'\\') || !body.Span.Overlaps(raw, out var at)
            ? Encoding.UTF8.GetBytes(text.Text() ?? string.Empty)
            : body.Slice(at, raw.Length);
    }

    private static bool IsPrefixed(ReadOnlySpan<byte> text, ReadOnlySpan<byte> prefix) =>
        text.Length > prefix.Length && Ascii.EqualsIgnoreCase(text[..prefix.Length], prefix);
}
