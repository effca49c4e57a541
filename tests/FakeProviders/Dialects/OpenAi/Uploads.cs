using System.Text.Json.Nodes;

namespace MultiplexCluster.FakeProviders.Dialects.OpenAi;

/// <summary><c>/uploads</c>: a file in parts, which is one file once completed.</summary>
internal static class Uploads
{
    private const string Kind = "uploads";
    private const string PartKind = "parts";

    public static Reply? Answer(Dialect dialect, Request request) => (request.Method, request.Path) switch
    {
        ("POST", ["uploads"]) => Create(dialect, request),
        ("POST", ["uploads", var id, ..]) when request.Objects.Find(Kind, id) is null => OpenAiLists.Missing(dialect, id),
        ("POST", ["uploads", var id, "parts"]) => AddPart(dialect, request, id),
        ("POST", ["uploads", var id, "complete"]) => Complete(dialect, request, id),
        ("POST", ["uploads", var id, "cancel"]) => dialect.Good(EndedAs(request, id, "cancelled").ToJsonString()),
        _ => null,
    };

    private static Reply Create(Dialect dialect, Request request)
    {
        var id = $"upload_{request.Id}";
        var upload = new JsonObject
        {
            ["id"] = id,
            ["object"] = "upload",
            ["bytes"] = request.Json["bytes"]?.DeepClone(),
            ["created_at"] = OpenAiLists.Created,
            ["filename"] = request.Text("filename"),
            ["purpose"] = request.Text("purpose"),
            ["status"] = "pending",
            ["expires_at"] = OpenAiLists.Created + 3600,
        };
        return dialect.Good(request.Objects.Put(Kind, id, upload).Json.ToJsonString());
    }

    private static Reply AddPart(Dialect dialect, Request request, string upload)
    {
        if (request.Form().Find("data") is not { } data)
        {
            return dialect.Refuse(400, "'data' is required.");
        }

        var id = $"part_{request.Id}";
        var part = new JsonObject
        {
            ["id"] = id,
            ["object"] = "upload.part",
            ["created_at"] = OpenAiLists.Created,
            ["upload_id"] = upload,
        };
        return dialect.Good(request.Objects.Put(PartKind, id, part, data.Content).Json.ToJsonString());
    }

    private static Reply Complete(Dialect dialect, Request request, string id)
    {
        var parts = (request.Json["part_ids"] as JsonArray ?? []).Select(p => request.Objects.Find(PartKind, p!.GetValue<string>())).ToList();
        if (parts.Count == 0 || parts.Contains(null))
        {
            return dialect.Refuse(400, "'part_ids' must name parts of this upload.");
        }

        var completed = EndedAs(request, id, "completed");
        byte[] content = [.. parts.SelectMany(p => p!.Content)];
        var file = Files.Keep(request, $"file-{request.Id}", (string?)completed["filename"] ?? "", (string?)completed["purpose"] ?? "", content);
        completed["file"] = file.DeepClone();
        return dialect.Good(completed.ToJsonString());
    }

    private static JsonObject EndedAs(Request request, string id, string status)
    {
        var upload = (JsonObject)request.Objects.Find(Kind, id)!.Json.DeepClone();
        upload["status"] = status;
        return request.Objects.Put(Kind, id, upload).Json;
    }
}
