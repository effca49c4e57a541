using System.Text.Json;
using System.Text.Unicode;

namespace MultiplexCluster.Providers.Translation.Json;

/// <summary>Parses whole JSON texts without throwing.</summary>
internal static class JsonInput
{
    /// <summary>The deepest nesting that is read.</summary>
    public const int MaxDepth = 128;

    /// <summary>The longest text that is read: what is made of it still fits into one buffer.</summary>
    public const int MaxBytes = 128 * 1_024 * 1_024;

    private static readonly JsonDocumentOptions Options = new() { MaxDepth = MaxDepth };

    /// <summary>
    /// The text, or null where it is no JSON, no UTF-8, too long or nested too deeply. It holds on to the bytes: they must stay as
    /// they are until it is disposed.
    /// </summary>
    public static JsonDocument? Parse(ReadOnlyMemory<byte> text)
    {
        if (text.Length > MaxBytes || !Utf8.IsValid(text.Span))
        {
            return null;
        }

        try
        {
            var document = JsonDocument.Parse(text, Options);
            if (!HasUnreadableName(text.Span))
            {
                return document;
            }

            document.Dispose();
            return null;
        }
        catch (JsonException)
        {
            // The library has no other way to say that a text is none.
            return null;
        }
    }

    // A member's name with half a surrogate pair would make every look-up beside it throw.
    private static bool HasUnreadableName(ReadOnlySpan<byte> text)
    {
        if (text.IndexOf("\\ud"u8) < 0 && text.IndexOf("\\uD"u8) < 0)
        {
            return false;
        }

        var reader = new Utf8JsonReader(text, new JsonReaderOptions { MaxDepth = MaxDepth });
        while (reader.Read())
        {
            if (reader.TokenType == JsonTokenType.PropertyName && SurrogateHalves.In(reader.ValueSpan))
            {
                return true;
            }
        }

        return false;
    }
}
