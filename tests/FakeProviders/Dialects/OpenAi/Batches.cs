using System.Text;
using System.Text.Json.Nodes;

namespace MultiplexCluster.FakeProviders.Dialects.OpenAi;

/// <summary><c>/batches</c> of OpenAI and Groq. A batch is completed when it is first looked at; its output is a file.</summary>
internal static class Batches
{
    private const string Kind = "batches";

    public static Reply? Answer(Dialect dialect, Request request) => (request.Method, request.Path) switch
    {
        ("POST", ["batches"]) => Create(dialect, request),
        ("GET", ["batches"]) => dialect.Good(OpenAiLists.Of(request.Objects.All(Kind))),
        ("GET", ["batches", var id]) => Look(dialect, request, id),
        ("POST", ["batches", var id, "cancel"]) => Cancel(dialect, request, id),
        _ => null,
    };

    private static Reply Create(Dialect dialect, Request request)
    {
        var input = request.Text("input_file_id") ?? "";
        if (request.Objects.Find(Files.Kind, input) is null)
        {
            return dialect.Refuse(400, $"Invalid 'input_file_id': no such file: {input}");
        }

        var id = $"batch_{request.Id}";
        var batch = new JsonObject
        {
            ["id"] = id,
            ["object"] = "batch",
            ["endpoint"] = request.Text("endpoint"),
            ["errors"] = null,
            ["input_file_id"] = input,
            ["completion_window"] = request.Text("completion_window"),
            ["status"] = "validating",
            ["output_file_id"] = null,
            ["error_file_id"] = null,
            ["created_at"] = OpenAiLists.Created,
            ["completed_at"] = null,
            ["request_counts"] = new JsonObject { ["total"] = 0, ["completed"] = 0, ["failed"] = 0 },
            ["metadata"] = request.Json["metadata"]?.DeepClone(),
        };
        return dialect.Good(request.Objects.Put(Kind, id, batch).Json.ToJsonString());
    }

    private static Reply Look(Dialect dialect, Request request, string id)
    {
        if (request.Objects.Find(Kind, id) is not { } found)
        {
            return OpenAiLists.Missing(dialect, id);
        }

        if ((string?)found.Json["status"] != "validating")
        {
            return dialect.Good(found.Json.ToJsonString());
        }

        var lines = Lines(request, (string)found.Json["input_file_id"]!);
        var output = Files.Keep(request, $"file-{request.Id}", $"{id}_output.jsonl", "batch_output", Encoding.UTF8.GetBytes(string.Concat(lines)));
        var batch = (JsonObject)found.Json.DeepClone();
        batch["status"] = "completed";
        batch["completed_at"] = OpenAiLists.Created + 60;
        batch["output_file_id"] = (string)output["id"]!;
        batch["request_counts"] = new JsonObject { ["total"] = lines.Count, ["completed"] = lines.Count, ["failed"] = 0 };
        return dialect.Good(request.Objects.Put(Kind, id, batch).Json.ToJsonString());
    }

    private static Reply Cancel(Dialect dialect, Request request, string id)
    {
        if (request.Objects.Find(Kind, id) is not { } found)
        {
            return OpenAiLists.Missing(dialect, id);
        }

        var batch = (JsonObject)found.Json.DeepClone();
        batch["status"] = "cancelling";
        return dialect.Good(request.Objects.Put(Kind, id, batch).Json.ToJsonString());
    }

    private static List<string> Lines(Request request, string input)
    {
        var content = Encoding.UTF8.GetString(request.Objects.Find(Files.Kind, input)?.Content ?? []);
        return
        [
            .. content.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select((line, i) => new JsonObject
            {
                ["id"] = $"batch_req_{i}",
                ["custom_id"] = JsonNode.Parse(line)?["custom_id"]?.DeepClone(),
                ["response"] = new JsonObject { ["status_code"] = 200, ["request_id"] = $"req_{i}", ["body"] = new JsonObject() },
                ["error"] = null,
            }.ToJsonString() + "\n"),
        ];
    }
}
