using System.Text.Json.Nodes;

namespace MultiplexCluster.FakeProviders.Dialects.OpenAi;

/// <summary><c>/files</c> of OpenAI and Groq.</summary>
internal static class Files
{
    public const string Kind = "files";

    public static Reply? Answer(Dialect dialect, Request request) => (request.Method, request.Path) switch
    {
        ("POST", ["files"]) => Upload(dialect, request),
        ("GET", ["files"]) => dialect.Good(OpenAiLists.Of(request.Objects.All(Kind))),
        ("GET", ["files", var id]) => OpenAiLists.One(dialect, request, Kind, id),
        ("DELETE", ["files", var id]) => OpenAiLists.Delete(dialect, request, Kind, id, "file"),
        ("GET", ["files", var id, "content"]) => Content(dialect, request, id),
        _ => null,
    };

    /// <summary>Keeps a file and says what the provider says of it.</summary>
    public static JsonObject Keep(Request request, string id, string name, string purpose, byte[] content)
    {
        var file = new JsonObject
        {
            ["id"] = id,
            ["object"] = "file",
            ["bytes"] = content.Length,
            ["created_at"] = OpenAiLists.Created,
            ["expires_at"] = null,
            ["filename"] = name,
            ["purpose"] = purpose,
            ["status"] = "processed",
            ["status_details"] = null,
        };
        return request.Objects.Put(Kind, id, file, content).Json;
    }

    private static Reply Upload(Dialect dialect, Request request)
    {
        var form = request.Form();
        return form.Find("file") is { FileName: { } name } file && form.Text("purpose") is { } purpose
            ? dialect.Good(Keep(request, $"file-{request.Id}", name, purpose, file.Content).ToJsonString())
            : dialect.Refuse(400, "'file' and 'purpose' are required.");
    }

    private static Reply Content(Dialect dialect, Request request, string id) =>
        request.Objects.Find(Kind, id) is { } found
            ? dialect.Good("") with { Body = found.Content, ContentType = "application/octet-stream" }
            : OpenAiLists.Missing(dialect, id);
}
