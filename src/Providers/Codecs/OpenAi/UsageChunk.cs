using System.Text.Json;

namespace MultiplexCluster.Providers.Codecs.OpenAi;

/// <summary>
/// The extra chunk of a chat stream that <c>stream_options.include_usage</c> brings: <c>choices</c> is empty and
/// <c>usage</c> an object (platform.openai.com/docs/api-reference/chat-streaming).
/// </summary>
internal static class UsageChunk
{
    /// <summary>Whether an event, as it stands in the stream, is that chunk. Cheap for all others.</summary>
    public static bool Is(ReadOnlySpan<byte> frame)
    {
        var at = frame.IndexOf("\"usage\""u8);
        return at >= 0
            && frame[(at + 7)..].TrimStart(": \t"u8).StartsWith("{"u8)
            && frame.TrimStart("\r\n"u8) is var data
            && data.StartsWith("data:"u8)
            && IsData(data[5..]);
    }

    private static bool IsData(ReadOnlySpan<byte> json)
    {
        try
        {
            var reader = new Utf8JsonReader(json);
            return reader.Read() && reader.TokenType == JsonTokenType.StartObject && IsObject(ref reader) && !reader.Read();
        }
        catch (JsonException)
        {
            // What is no JSON is not for us to judge.
            return false;
        }
    }

    private static bool IsObject(ref Utf8JsonReader reader)
    {
        var (hasNoChoices, hasUsage) = (false, false);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isChoices = reader.ValueTextEquals("choices"u8);
            var isUsage = reader.ValueTextEquals("usage"u8);
            reader.Read();
            if (isChoices && reader.TokenType == JsonTokenType.StartArray)
            {
                hasNoChoices = reader.Read() && reader.TokenType == JsonTokenType.EndArray;
                if (!hasNoChoices)
                {
                    return false;
                }
            }
            else
            {
                hasUsage |= isUsage && reader.TokenType == JsonTokenType.StartObject;
                reader.Skip();
            }
        }

        return hasNoChoices && hasUsage;
    }
}
