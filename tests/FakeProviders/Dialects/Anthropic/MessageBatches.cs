using System.Text;
using System.Text.Json.Nodes;
using MultiplexCluster.FakeProviders.Objects;

namespace MultiplexCluster.FakeProviders.Dialects.Anthropic;

/// <summary><c>/v1/messages/batches</c>. A batch has ended when it is first looked at; its results are JSON lines.</summary>
internal static class MessageBatches
{
    private const string Kind = "batches";

    public static Reply? Answer(Dialect dialect, Request request) => (request.Method, request.Path) switch
    {
        ("POST", ["v1", "messages", "batches"]) => Create(dialect, request),
        ("GET", ["v1", "messages", "batches"]) => AnthropicLists.Of(dialect, request, Kind),
        (_, ["v1", "messages", "batches", var id, ..]) when request.Objects.Find(Kind, id) is null => AnthropicLists.Missing(dialect, id),
        ("GET", ["v1", "messages", "batches", var id]) => Change(dialect, request, id, "ended"),
        ("POST", ["v1", "messages", "batches", var id, "cancel"]) => Change(dialect, request, id, "canceling"),
        ("DELETE", ["v1", "messages", "batches", var id]) => AnthropicLists.Delete(dialect, request, Kind, id, "message_batch_deleted"),
        ("GET", ["v1", "messages", "batches", var id, "results"]) => Results(dialect, request.Objects.Find(Kind, id)!),
        _ => null,
    };

    private static Reply Create(Dialect dialect, Request request)
    {
        if (request.Json["requests"] is not JsonArray { Count: > 0 } requests)
        {
            return dialect.Refuse(400, "requests: Field required");
        }

        var id = $"msgbatch_{request.Id}";
        var lines = requests.Select(r => new JsonObject
        {
            ["custom_id"] = r?["custom_id"]?.DeepClone(),
            ["result"] = new JsonObject
            {
                ["type"] = "succeeded",
                ["message"] = JsonNode.Parse(Messages.Whole(request.Ask with { Model = (string?)r?["params"]?["model"] ?? "" })),
            },
        }.ToJsonString() + "\n");
        var batch = request.Objects.Put(Kind, id, Batch(request, id, "in_progress", requests.Count), Encoding.UTF8.GetBytes(string.Concat(lines)));
        return dialect.Good(batch.Json.ToJsonString());
    }

    private static Reply Change(Dialect dialect, Request request, string id, string status)
    {
        var found = request.Objects.Find(Kind, id)!;
        var count = found.Content.AsSpan().Count((byte)'\n');
        return dialect.Good(request.Objects.Put(Kind, id, Batch(request, id, status, count), found.Content).Json.ToJsonString());
    }

    private static Reply Results(Dialect dialect, StoredObject batch) =>
        dialect.Good("") with { Body = batch.Content, ContentType = "application/x-jsonl" };

    private static JsonObject Batch(Request request, string id, string status, int count) => new()
    {
        ["id"] = id,
        ["type"] = "message_batch",
        ["processing_status"] = status,
        ["request_counts"] = new JsonObject
        {
            ["processing"] = status == "ended" ? 0 : count,
            ["succeeded"] = status == "ended" ? count : 0,
            ["errored"] = 0,
            ["canceled"] = 0,
            ["expired"] = 0,
        },
        ["ended_at"] = status == "ended" ? AnthropicLists.Created : null,
        ["created_at"] = AnthropicLists.Created,
        ["expires_at"] = "2025-01-02T00:00:00Z",
        ["archived_at"] = null,
        ["cancel_initiated_at"] = status == "canceling" ? AnthropicLists.Created : null,
        ["results_url"] = status == "ended" ? $"{request.Origin}/anthropic/v1/messages/batches/{id}/results" : null,
    };
}
