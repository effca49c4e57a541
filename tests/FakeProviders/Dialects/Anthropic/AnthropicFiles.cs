using System.Text.Json.Nodes;

namespace MultiplexCluster.FakeProviders.Dialects.Anthropic;

/// <summary><c>/v1/files</c>. What was uploaded can't be downloaded at Anthropic; here it can, so that bytes can be compared.</summary>
internal static class AnthropicFiles
{
    private const string Kind = "files";

    public static Reply? Answer(Dialect dialect, Request request) => (request.Method, request.Path) switch
    {
        ("POST", ["v1", "files"]) => Upload(dialect, request),
        ("GET", ["v1", "files"]) => AnthropicLists.Of(dialect, request, Kind),
        ("GET", ["v1", "files", var id]) => AnthropicLists.One(dialect, request, Kind, id),
        ("DELETE", ["v1", "files", var id]) => AnthropicLists.Delete(dialect, request, Kind, id, "file_deleted"),
        ("GET", ["v1", "files", var id, "content"]) => request.Objects.Find(Kind, id) is { } found
            ? dialect.Good("") with { Body = found.Content, ContentType = "application/octet-stream" }
            : AnthropicLists.Missing(dialect, id),
        _ => null,
    };

    private static Reply Upload(Dialect dialect, Request request)
    {
        if (request.Form().Find("file") is not { FileName: { } name } file)
        {
            return dialect.Refuse(400, "file: Field required");
        }

        var id = $"file_{request.Id}";
        var json = new JsonObject
        {
            ["id"] = id,
            ["type"] = "file",
            ["filename"] = name,
            ["mime_type"] = file.ContentType ?? "application/octet-stream",
            ["size_bytes"] = file.Content.Length,
            ["created_at"] = AnthropicLists.Created,
            ["downloadable"] = true,
        };
        return dialect.Good(request.Objects.Put(Kind, id, json, file.Content).Json.ToJsonString());
    }
}
