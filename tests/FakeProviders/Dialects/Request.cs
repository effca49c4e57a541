using System.Text.Json;
using System.Text.Json.Nodes;
using MultiplexCluster.FakeProviders.Objects;

namespace MultiplexCluster.FakeProviders.Dialects;

/// <summary>One call with all that was sent, for answers that depend on more than <see cref="Ask"/> tells.</summary>
/// <param name="Ask">The call as every dialect sees it.</param>
/// <param name="Id">16 hexadecimal digits that no other call has.</param>
/// <param name="Headers">The headers as received.</param>
/// <param name="Body">The body, decoded from chunks.</param>
/// <param name="Objects">What the call's key has made.</param>
internal sealed record Request(
    Ask Ask, string Id, IReadOnlyList<KeyValuePair<string, string>> Headers, byte[] Body, KeyObjects Objects)
{
    private JsonObject? _json;

    /// <summary>The path's parts: <c>/files/a/content</c> is <c>files</c>, <c>a</c>, <c>content</c>.</summary>
    public string[] Path { get; } = [.. Ask.Path[1..].Split('/').Select(Uri.UnescapeDataString)];

    public string Method => Ask.Method;

    /// <summary>Where the caller found the fake.</summary>
    public string Origin => "http://" + Header("Host");

    /// <summary>The body as JSON; empty when it is no object.</summary>
    public JsonObject Json => _json ??= Parse();

    /// <summary>The first value of a header, or null.</summary>
    public string? Header(string name) =>
        Headers.FirstOrDefault(h => string.Equals(h.Key, name, StringComparison.OrdinalIgnoreCase)).Value;

    /// <summary>A text of the JSON body, or null.</summary>
    public string? Text(string name) => Json[name] is JsonValue value && value.TryGetValue(out string? text) ? text : null;

    /// <summary>A value of the query, or null.</summary>
    public string? Query(string name) => Ask.Query.TrimStart('?').Split('&')
        .Where(p => p.StartsWith(name + "=", StringComparison.Ordinal))
        .Select(p => Uri.UnescapeDataString(p[(name.Length + 1)..])).FirstOrDefault();

    /// <summary>The body as a multipart form.</summary>
    public MultipartForm Form() => MultipartForm.Parse(Header("Content-Type") ?? "", Body);

    private JsonObject Parse()
    {
        try
        {
            return JsonNode.Parse(Body) as JsonObject ?? [];
        }
        catch (JsonException)
        {
            return [];
        }
    }
}
