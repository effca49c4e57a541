using System.Text.Json;
using System.Text.Json.Nodes;

namespace MultiplexCluster.FakeProviders.Dialects.OpenAi;

/// <summary><c>/responses</c>: each is kept unless <c>store</c> is false, and may go on from an earlier one or in a conversation of the same key.</summary>
internal static class StoredResponses
{
    internal const string Kind = "responses";

    public static Reply? Answer(Dialect dialect, Request request) => (request.Method, request.Path) switch
    {
        ("POST", ["responses"]) when !request.Ask.Facts.IsMalformed => Create(dialect, request),
        ("GET", ["responses", var id]) => BackgroundResponses.Poll(dialect, request, id) ?? OpenAiLists.One(dialect, request, Kind, id),
        ("DELETE", ["responses", var id]) => OpenAiLists.Delete(dialect, request, Kind, id, "response"),
        ("POST", ["responses", var id, "cancel"]) => BackgroundResponses.Cancel(dialect, request, id) ?? OpenAiLists.One(dialect, request, Kind, id),
        ("GET", ["responses", var id, "input_items"]) => request.Objects.Find(Kind, id) is null
            ? OpenAiLists.Missing(dialect, id)
            : dialect.Good(OpenAiLists.Of([])),
        _ => null,
    };

    private static Reply Create(Dialect dialect, Request request)
    {
        var previous = request.Text("previous_response_id");
        if (previous is not null && request.Objects.Find(Kind, previous) is null)
        {
            return dialect.Refuse(400, $"Previous response with id '{previous}' not found.");
        }

        var conversation = request.Text("conversation") ?? (string?)(request.Json["conversation"] as JsonObject)?["id"];
        if (conversation is not null && request.Objects.Find(Conversations.Kind, conversation) is null)
        {
            return dialect.Refuse(404, $"Conversation with id '{conversation}' not found.");
        }

        var ask = request.Ask with
        {
            Previous = previous is null ? null : JsonSerializer.Serialize(previous),
            Background = request.Json["background"]?.GetValueKind() == JsonValueKind.True,
        };
        var whole = Responses.Whole(ask);
        if (request.Json["store"]?.GetValueKind() != JsonValueKind.False)
        {
            var kept = (JsonObject)JsonNode.Parse(whole.Replace(Placeholders.RequestId, request.Id, StringComparison.Ordinal))!;
            request.Objects.Put(Kind, (string)kept["id"]!, kept);
            if (ask.Background)
            {
                var queued = BackgroundResponses.Begin(request, kept);
                whole = queued.ToJsonString();
            }
        }

        return ask.Facts.Stream
            ? Reply.Sse(Responses.Stream(ask), dialect.Good("").Headers)
            : dialect.Good(whole);
    }
}
