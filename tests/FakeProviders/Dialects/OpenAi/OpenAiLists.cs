using System.Text.Json.Nodes;
using MultiplexCluster.FakeProviders.Objects;

namespace MultiplexCluster.FakeProviders.Dialects.OpenAi;

/// <summary>What the object families of OpenAI and Groq have in common.</summary>
internal static class OpenAiLists
{
    /// <summary>The moment everything was made, in unix seconds.</summary>
    public const long Created = 1_700_000_000;

    /// <summary>A list answer of all of one kind.</summary>
    public static string Of(IEnumerable<StoredObject> objects)
    {
        var all = objects.ToList();
        return new JsonObject
        {
            ["object"] = "list",
            ["data"] = new JsonArray([.. all.Select(o => o.Json.DeepClone())]),
            ["first_id"] = all.FirstOrDefault()?.Id,
            ["last_id"] = all.LastOrDefault()?.Id,
            ["has_more"] = false,
        }.ToJsonString();
    }

    /// <summary>The answer to one object's GET.</summary>
    public static Reply One(Dialect dialect, Request request, string kind, string id) =>
        request.Objects.Find(kind, id) is { } found ? dialect.Good(found.Json.ToJsonString()) : Missing(dialect, id);

    /// <summary>The answer to one object's DELETE.</summary>
    public static Reply Delete(Dialect dialect, Request request, string kind, string id, string name) =>
        request.Objects.Remove(kind, id)
            ? dialect.Good(new JsonObject { ["id"] = id, ["object"] = name, ["deleted"] = true }.ToJsonString())
            : Missing(dialect, id);

    /// <summary>404.</summary>
    public static Reply Missing(Dialect dialect, string id) => dialect.Refuse(404, $"No such object: {id}");
}
