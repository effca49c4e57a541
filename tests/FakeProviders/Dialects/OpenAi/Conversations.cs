using System.Text.Json.Nodes;

namespace MultiplexCluster.FakeProviders.Dialects.OpenAi;

/// <summary><c>/conversations</c>, without their items.</summary>
internal static class Conversations
{
    public const string Kind = "conversations";

    public static Reply? Answer(Dialect dialect, Request request) => (request.Method, request.Path) switch
    {
        ("POST", ["conversations"]) => Keep(dialect, request, $"conv_{request.Id}"),
        ("GET", ["conversations", var id]) => OpenAiLists.One(dialect, request, Kind, id),
        ("POST", ["conversations", var id]) when request.Objects.Find(Kind, id) is null => OpenAiLists.Missing(dialect, id),
        ("POST", ["conversations", var id]) => Keep(dialect, request, id),
        ("DELETE", ["conversations", var id]) => OpenAiLists.Delete(dialect, request, Kind, id, "conversation.deleted"),
        _ => null,
    };

    private static Reply Keep(Dialect dialect, Request request, string id)
    {
        var conversation = new JsonObject
        {
            ["id"] = id,
            ["object"] = "conversation",
            ["created_at"] = OpenAiLists.Created,
            ["metadata"] = request.Json["metadata"]?.DeepClone() ?? new JsonObject(),
        };
        return dialect.Good(request.Objects.Put(Kind, id, conversation).Json.ToJsonString());
    }
}
