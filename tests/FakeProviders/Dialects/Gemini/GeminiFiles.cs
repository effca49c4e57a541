using System.Security.Cryptography;
using System.Text.Json.Nodes;

namespace MultiplexCluster.FakeProviders.Dialects.Gemini;

/// <summary><c>/{version}/files</c>. The hash tells whether the bytes came through.</summary>
internal static class GeminiFiles
{
    private const string Kind = "files";

    public static Reply? Answer(Dialect dialect, Request request) => (request.Method, request.Path) switch
    {
        ("GET", [_, "files"]) => dialect.Good(new JsonObject
        {
            ["files"] = new JsonArray([.. request.Objects.All(Kind).Select(f => f.Json.DeepClone())]),
        }.ToJsonString()),
        ("GET", [_, "files", var id]) => request.Objects.Find(Kind, id) is { } found ? dialect.Good(found.Json.ToJsonString()) : Missing(dialect, id),
        ("DELETE", [_, "files", var id]) => request.Objects.Remove(Kind, id) ? dialect.Good("{}") : Missing(dialect, id),
        _ => null,
    };

    /// <summary>Keeps an uploaded file and says what Gemini says of it.</summary>
    public static JsonObject Keep(Request request, string version, JsonObject start, byte[] content)
    {
        var id = (string?)start["name"] is { } name ? name[(name.IndexOf('/') + 1)..] : request.Id;
        var file = new JsonObject
        {
            ["name"] = $"files/{id}",
            ["displayName"] = start["displayName"]?.DeepClone(),
            ["mimeType"] = start["mimeType"]!.DeepClone(),
            ["sizeBytes"] = $"{content.Length}",
            ["createTime"] = "2025-01-01T00:00:00.000000Z",
            ["updateTime"] = "2025-01-01T00:00:00.000000Z",
            ["expirationTime"] = "2025-01-03T00:00:00.000000Z",
            ["sha256Hash"] = Convert.ToBase64String(SHA256.HashData(content)),
            ["uri"] = $"{request.Origin}/gemini/{version}/files/{id}",
            ["state"] = "ACTIVE",
            ["source"] = "UPLOADED",
        };
        return request.Objects.Put(Kind, id, file, content).Json;
    }

    /// <summary>Gemini doesn't tell a file that is not there from another project's.</summary>
    private static Reply Missing(Dialect dialect, string id) =>
        dialect.Refuse(403, $"You do not have permission to access the File {id} or it may not exist.");
}
