using System.Text.Json.Nodes;

namespace MultiplexCluster.FakeProviders.Dialects.Gemini;

/// <summary><c>/{version}/cachedContents</c>, and calls that use one.</summary>
internal static class CachedContents
{
    private const string Kind = "cachedContents";

    public static Reply? Answer(Dialect dialect, Request request) => (request.Method, request.Path) switch
    {
        ("POST", [_, Kind]) => Create(dialect, request),
        ("GET", [_, Kind]) => dialect.Good(new JsonObject
        {
            [Kind] = new JsonArray([.. request.Objects.All(Kind).Select(f => f.Json.DeepClone())]),
        }.ToJsonString()),
        ("GET", [_, Kind, var id]) => request.Objects.Find(Kind, id) is { } found ? dialect.Good(found.Json.ToJsonString()) : Missing(dialect),
        ("PATCH", [_, Kind, var id]) => Change(dialect, request, id),
        ("DELETE", [_, Kind, var id]) => request.Objects.Remove(Kind, id) ? dialect.Good("{}") : Missing(dialect),
        ("POST", [_, "models", ..]) when request.Text("cachedContent") is { } name && request.Objects.Find(Kind, name[(name.IndexOf('/') + 1)..]) is null =>
            Missing(dialect),
        _ => null,
    };

    private static Reply Create(Dialect dialect, Request request)
    {
        var cache = new JsonObject
        {
            ["name"] = $"{Kind}/{request.Id}",
            ["model"] = request.Text("model"),
            ["displayName"] = request.Text("displayName"),
            ["createTime"] = "2025-01-01T00:00:00.000000Z",
            ["updateTime"] = "2025-01-01T00:00:00.000000Z",
            ["expireTime"] = "2025-01-01T01:00:00.000000Z",
            ["usageMetadata"] = new JsonObject { ["totalTokenCount"] = FakeTokens.Input },
        };
        return dialect.Good(request.Objects.Put(Kind, request.Id, cache).Json.ToJsonString());
    }

    private static Reply Change(Dialect dialect, Request request, string id)
    {
        if (request.Objects.Find(Kind, id) is not { } found)
        {
            return Missing(dialect);
        }

        var cache = (JsonObject)found.Json.DeepClone();
        cache["updateTime"] = "2025-01-01T00:30:00.000000Z";
        return dialect.Good(request.Objects.Put(Kind, id, cache).Json.ToJsonString());
    }

    private static Reply Missing(Dialect dialect) => dialect.Refuse(403, "CachedContent not found (or permission denied)");
}
