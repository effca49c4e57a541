using MultiplexCluster.Providers.Codecs.Json;

namespace MultiplexCluster.Providers.Codecs.Requests;

/// <summary>
/// Asks for the usage of a chat stream where its caller didn't: <c>stream_options.include_usage</c>
/// (platform.openai.com/docs/api-reference/chat/create). The extra chunk this brings is not the caller's.
/// </summary>
public static class UsageWish
{
    private static readonly byte[] Member = [.. ",\"stream_options\":{\"include_usage\":true}"u8];
    private static readonly byte[] Options = [.. "{\"include_usage\":true}"u8];
    private static readonly byte[] First = [.. "\"include_usage\":true"u8];
    private static readonly byte[] Further = [.. "\"include_usage\":true,"u8];
    private static readonly byte[] Yes = [.. "true"u8];

    /// <summary>The change of a body that makes it ask; null where it asks itself, doesn't stream, or has options the provider will refuse.</summary>
    public static BodyEdit? For(RequestHead head)
    {
        ArgumentNullException.ThrowIfNull(head);
        return !head.Stream ? null : head.StreamOptionsKind switch
        {
            JsonKind.None => Insert(head.StreamSpan.End, Member),
            JsonKind.Null => new BodyEdit(head.StreamOptionsSpan, Options),
            JsonKind.ObjectStart => head.IncludeUsageKind switch
            {
                JsonKind.None => Insert(head.StreamOptionsSpan.End, head.StreamOptionsAreEmpty ? First : Further),
                JsonKind.False or JsonKind.Null => new BodyEdit(head.IncludeUsageSpan, Yes),
                _ => null,
            },
            _ => null,
        };
    }

    private static BodyEdit Insert(long at, byte[] text) => new(new BodySpan(at, at), text);
}
