using System.Text.Json.Nodes;

namespace MultiplexCluster.FakeProviders.Dialects.OpenAi;

/// <summary><c>/vector_stores</c>: stores themselves, and adding a file of the same key.</summary>
internal static class VectorStores
{
    private const string Kind = "vector_stores";

    public static Reply? Answer(Dialect dialect, Request request) => (request.Method, request.Path) switch
    {
        ("POST", ["vector_stores"]) => Create(dialect, request),
        ("GET", ["vector_stores"]) => dialect.Good(OpenAiLists.Of(request.Objects.All(Kind))),
        ("GET", ["vector_stores", var id]) => OpenAiLists.One(dialect, request, Kind, id),
        ("DELETE", ["vector_stores", var id]) => OpenAiLists.Delete(dialect, request, Kind, id, "vector_store.deleted"),
        ("POST", ["vector_stores", var id, "files"]) => Add(dialect, request, id),
        _ => null,
    };

    private static Reply Create(Dialect dialect, Request request)
    {
        var id = $"vs_{request.Id}";
        var store = new JsonObject
        {
            ["id"] = id,
            ["object"] = "vector_store",
            ["created_at"] = OpenAiLists.Created,
            ["name"] = request.Text("name"),
            ["usage_bytes"] = 0,
            ["file_counts"] = new JsonObject { ["in_progress"] = 0, ["completed"] = 0, ["failed"] = 0, ["cancelled"] = 0, ["total"] = 0 },
            ["status"] = "completed",
            ["expires_after"] = null,
            ["expires_at"] = null,
            ["last_active_at"] = OpenAiLists.Created,
            ["metadata"] = new JsonObject(),
        };
        return dialect.Good(request.Objects.Put(Kind, id, store).Json.ToJsonString());
    }

    private static Reply Add(Dialect dialect, Request request, string id)
    {
        var file = request.Text("file_id") ?? "";
        if (request.Objects.Find(Kind, id) is null || request.Objects.Find(Files.Kind, file) is null)
        {
            return OpenAiLists.Missing(dialect, request.Objects.Find(Kind, id) is null ? id : file);
        }

        return dialect.Good(new JsonObject
        {
            ["id"] = file,
            ["object"] = "vector_store.file",
            ["usage_bytes"] = 0,
            ["created_at"] = OpenAiLists.Created,
            ["vector_store_id"] = id,
            ["status"] = "in_progress",
            ["last_error"] = null,
        }.ToJsonString());
    }
}
