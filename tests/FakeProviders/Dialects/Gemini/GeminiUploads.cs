using System.Text.Json.Nodes;

namespace MultiplexCluster.FakeProviders.Dialects.Gemini;

/// <summary>
/// <c>POST /upload/{version}/files</c> by the resumable protocol: a start, whose answer has the absolute address for what follows, then
/// chunks, of which the last finalizes.
/// </summary>
internal static class GeminiUploads
{
    private const string Kind = "uploads";

    public static Reply? Answer(Dialect dialect, Request request) => (request.Method, request.Path) switch
    {
        ("POST", ["upload", var version, "files"]) => request.Query("upload_id") is { } id
            ? Continue(dialect, request, version, id)
            : Start(dialect, request, version),
        _ => null,
    };

    private static Reply Start(Dialect dialect, Request request, string version)
    {
        if (request.Header("X-Goog-Upload-Protocol") != "resumable" || request.Header("X-Goog-Upload-Command") != "start")
        {
            return dialect.Refuse(400, "X-Goog-Upload-Protocol must be resumable, X-Goog-Upload-Command start");
        }

        var file = request.Json["file"] as JsonObject ?? [];
        request.Objects.Put(Kind, request.Id, new JsonObject
        {
            ["displayName"] = file["displayName"]?.DeepClone(),
            ["name"] = file["name"]?.DeepClone(),
            ["mimeType"] = request.Header("X-Goog-Upload-Header-Content-Type") ?? "application/octet-stream",
        });
        var url = $"{request.Origin}/gemini/upload/{version}/files?upload_id={request.Id}&upload_protocol=resumable";
        return With(dialect.Good(""), "active", $"X-Goog-Upload-URL: {url}");
    }

    private static Reply Continue(Dialect dialect, Request request, string version, string id)
    {
        if (request.Objects.Find(Kind, id) is not { } upload)
        {
            return dialect.Refuse(404, "No such upload.");
        }

        if (request.Header("X-Goog-Upload-Offset") != $"{upload.Content.Length}")
        {
            return dialect.Refuse(400, $"X-Goog-Upload-Offset must be {upload.Content.Length}");
        }

        byte[] content = [.. upload.Content, .. request.Body];
        if (request.Header("X-Goog-Upload-Command")?.Contains("finalize", StringComparison.Ordinal) != true)
        {
            request.Objects.Put(Kind, id, upload.Json, content);
            return With(dialect.Good(""), "active");
        }

        request.Objects.Remove(Kind, id);
        var file = GeminiFiles.Keep(request, version, upload.Json, content);
        return With(dialect.Good(new JsonObject { ["file"] = file.DeepClone() }.ToJsonString()), "final");
    }

    private static Reply With(Reply reply, string status, params ReadOnlySpan<string> headers) =>
        reply with { Headers = [.. reply.Headers, $"X-Goog-Upload-Status: {status}", .. headers] };
}
