namespace MultiplexCluster.FakeProviders.Dialects.OpenAi;

/// <summary><c>POST /responses</c>.</summary>
internal static class Responses
{
    private const string Id = "resp_" + Placeholders.RequestId;
    private const string ItemId = "msg_" + Placeholders.RequestId;
    private const string Place = "\"item_id\":\"" + ItemId + "\",\"output_index\":0,\"content_index\":0";

    public static string Whole(Ask ask) => Response(ask, "completed");

    public static IEnumerable<string> Stream(Ask ask)
    {
        var number = 0;
        string Event(string type, string members) =>
            Sse.Named(type, $"{{\"type\":\"{type}\",\"sequence_number\":{number++},{members}}}");

        var shape = ask.Shape;
        yield return Event("response.created", $"\"response\":{Response(ask, "in_progress")}");
        yield return Event("response.in_progress", $"\"response\":{Response(ask, "in_progress")}");
        yield return Event("response.output_item.added", $"\"output_index\":0,\"item\":{Item("in_progress", "")}");
        yield return Event("response.content_part.added", $"{Place},\"part\":{Part("")}");
        foreach (var delta in shape.Deltas())
        {
            yield return Event("response.output_text.delta", $"{Place},\"delta\":\"{delta}\",\"logprobs\":[]");
        }

        if (shape.ErrorAfter is not null)
        {
            yield return Event("error", "\"code\":\"server_error\",\"message\":\"The server had an error.\",\"param\":null");
            yield break;
        }

        yield return Event("response.output_text.done", $"{Place},\"text\":\"{shape.Text}\",\"logprobs\":[]");
        yield return Event("response.content_part.done", $"{Place},\"part\":{Part(shape.Text)}");
        yield return Event("response.output_item.done", $"\"output_index\":0,\"item\":{Item("completed", Part(shape.Text))}");
        if (shape.Terminal)
        {
            yield return Event("response.completed", $"\"response\":{Response(ask, "completed")}");
        }
    }

    private static string Response(Ask ask, string status)
    {
        var complete = status == "completed";
        var output = complete ? Item(status, Part(ask.Shape.Text)) : "";
        var usage = complete && ask.Shape.Usage ? Usage(ask.Shape) : "null";
        return $$$"""
            {"id":"{{{Id}}}","object":"response","created_at":1700000000,"status":"{{{status}}}","background":false,"error":null,"incomplete_details":null,"instructions":null,"max_output_tokens":null,"model":"{{{ask.Model}}}","output":[{{{output}}}],"parallel_tool_calls":true,"previous_response_id":null,"reasoning":{"effort":null,"summary":null},"service_tier":"default","store":true,"temperature":1.0,"text":{"format":{"type":"text"}},"tool_choice":"auto","tools":[],"top_p":1.0,"truncation":"disabled","usage":{{{usage}}},"user":null,"metadata":{}}
            """;
    }

    private static string Item(string status, string content) =>
        $$"""{"id":"{{ItemId}}","type":"message","status":"{{status}}","content":[{{content}}],"role":"assistant"}""";

    private static string Part(string text) =>
        $$"""{"type":"output_text","annotations":[],"logprobs":[],"text":"{{text}}"}""";

    private static string Usage(Shape shape) => $$"""
        {"input_tokens":{{shape.InputTokens}},"input_tokens_details":{"cached_tokens":0},"output_tokens":{{shape.OutputTokens}},"output_tokens_details":{"reasoning_tokens":0},"total_tokens":{{shape.TotalTokens}}}
        """;
}
