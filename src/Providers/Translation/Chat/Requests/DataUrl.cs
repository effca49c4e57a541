using System.Text;

namespace MultiplexCluster.Providers.Translation.Chat.Requests;

/// <summary>Data URLs (RFC 2397) in base64.</summary>
internal static class DataUrl
{
    private const int LongestType = 128;

    /// <summary>Type and data, or null where it is no data URL, not in base64, or names no type.</summary>
    public static MediaSource? Parse(ReadOnlyMemory<byte> url)
    {
        var text = url.Span;
        var comma = text.IndexOf((byte)',');
        if (comma < 0 || !StartsWith(text, "data:"u8) || !EndsWith(text[..comma], ";base64"u8))
        {
            return null;
        }

        var type = text["data:".Length..comma];
        type = type[..type.IndexOf((byte)';')];
        return type.IsEmpty || type.Length > LongestType || type.ContainsAnyExceptInRange((byte)'!', (byte)'~')
            ? null
            : new MediaSource(null, Encoding.ASCII.GetString(type).ToLowerInvariant(), url[(comma + 1)..]);
    }

    private static bool StartsWith(ReadOnlySpan<byte> text, ReadOnlySpan<byte> part) =>
        text.Length >= part.Length && Ascii.EqualsIgnoreCase(text[..part.Length], part);

    private static bool EndsWith(ReadOnlySpan<byte> text, ReadOnlySpan<byte> part) =>
        text.Length >= part.Length && Ascii.EqualsIgnoreCase(text[^part.Length..], part);
}
