using System.Text.Json.Nodes;

namespace MultiplexCluster.FakeProviders.Dialects.Anthropic;

/// <summary>What Anthropic's object families have in common.</summary>
internal static class AnthropicLists
{
    /// <summary>The moment everything was made.</summary>
    public const string Created = "2025-01-01T00:00:00Z";

    /// <summary>A list answer of all of one kind.</summary>
    public static Reply Of(Dialect dialect, Request request, string kind)
    {
        var all = request.Objects.All(kind);
        return dialect.Good(new JsonObject
        {
            ["data"] = new JsonArray([.. all.Select(o => o.Json.DeepClone())]),
            ["has_more"] = false,
            ["first_id"] = all is [var first, ..] ? first.Id : null,
            ["last_id"] = all is [.., var last] ? last.Id : null,
        }.ToJsonString());
    }

    /// <summary>The answer to one object's GET.</summary>
    public static Reply One(Dialect dialect, Request request, string kind, string id) =>
        request.Objects.Find(kind, id) is { } found ? dialect.Good(found.Json.ToJsonString()) : Missing(dialect, id);

    /// <summary>The answer to one object's DELETE.</summary>
    public static Reply Delete(Dialect dialect, Request request, string kind, string id, string type) =>
        request.Objects.Remove(kind, id)
            ? dialect.Good(new JsonObject { ["id"] = id, ["type"] = type }.ToJsonString())
            : Missing(dialect, id);

    /// <summary>404.</summary>
    public static Reply Missing(Dialect dialect, string id) => dialect.Refuse(404, $"Not found: {id}");
}
