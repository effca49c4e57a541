using System.Text.Json;
using MultiplexCluster.Providers.Codecs;
using MultiplexCluster.Providers.Codecs.Requests;
using MultiplexCluster.Providers.Relay.Paths;

namespace MultiplexCluster.Providers.Relay.Rewritten;

/// <summary>
/// Where a message batch says its results are: <c>results_url</c>, an absolute URL of Anthropic's (docs.claude.com/en/api/retrieving-message-batches).
/// Its SDKs call that URL with the key they have, which here is the caller's; so it is made one of this service.
/// </summary>
internal static class ResultsUrls
{
    private const int MaxDepth = 64;

    /// <summary>The changes of a batch, or of a list of them; none where the body is not JSON or names no results.</summary>
    /// <param name="body">The answer.</param>
    /// <param name="origin">This service's scheme and authority as the caller used them.</param>
    /// <param name="codec">The dialect.</param>
    /// <param name="baseUrl">The endpoint's own base URL, or null for the vendor's.</param>
    internal static IReadOnlyList<BodyEdit> Find(ReadOnlySpan<byte> body, string origin, IProviderCodec codec, string? baseUrl)
    {
        var edits = new List<BodyEdit>();
        var reader = new Utf8JsonReader(body, new JsonReaderOptions { MaxDepth = MaxDepth });
        try
        {
            while (reader.Read())
            {
                if (reader.TokenType == JsonTokenType.PropertyName && reader.ValueTextEquals("results_url"u8)
                    && reader.Read() && reader.TokenType == JsonTokenType.String && Here(reader.GetString()!, origin, codec, baseUrl) is { } url)
                {
                    // The value's length in the body counts its quotes, and its escapes as they stand there.
                    edits.Add(new BodyEdit(
                        new BodySpan(reader.TokenStartIndex, reader.BytesConsumed), JsonSerializer.SerializeToUtf8Bytes(url)));
                }
            }
        }
        catch (Exception unreadable) when (unreadable is JsonException or InvalidOperationException)
        {
            // What is no JSON passes as it is.
            return [];
        }

        return edits;
    }

    private static string? Here(string url, string origin, IProviderCodec codec, string? baseUrl) =>
        ProviderUrl.TryRead(url, codec, baseUrl) is { } known && codec.Match("GET", known.Path) is not null
            ? string.Concat(origin, codec.SurfacePrefix + codec.PathInBaseUrl, known.Path, known.Query)
            : null;
}
