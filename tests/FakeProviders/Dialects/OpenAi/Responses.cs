namespace MultiplexCluster.FakeProviders.Dialects.OpenAi;

/// <summary><c>POST /responses</c>.</summary>
internal static class Responses
{
    public const string Id = "resp_" + Placeholders.RequestId;

    public static string Whole(Ask ask) => Response(ask, "completed");

    public static IEnumerable<string> Stream(Ask ask)
    {
        var number = 0;
        string Event(string type, string members) =>
            Sse.Named(type, $"{{\"type\":\"{type}\",\"sequence_number\":{number++},{members}}}");

        yield return Event("response.created", $"\"response\":{Response(ask, "in_progress")}");
        yield return Event("response.in_progress", $"\"response\":{Response(ask, "in_progress")}");
        foreach (var (type, members) in ask.Call is { } call ? ResponseCall.Events(call) : ResponseText.Events(ask.Shape))
        {
            yield return Event(type, members);
        }

        if (ask.Shape.Terminal && ask.Shape.ErrorAfter is null)
        {
            yield return Event("response.completed", $"\"response\":{Response(ask, "completed")}");
        }
    }

    private static string Response(Ask ask, string status)
    {
        var complete = status == "completed";
        var output = !complete ? "" : ask.Call is { } call ? ResponseCall.Item(call, status) : ResponseText.Item(status, ask.Shape.Text);
        var usage = complete && ask.Shape.Usage ? Usage(ask.Shape) : "null";
        return $$$"""
            {"id":"{{{Id}}}","object":"response","created_at":1700000000,"status":"{{{status}}}","background":{{{(ask.Background ? "true" : "false")}}},"error":null,"incomplete_details":null,"instructions":null,"max_output_tokens":null,"model":"{{{ask.Model}}}","output":[{{{output}}}],"parallel_tool_calls":true,"previous_response_id":{{{ask.Previous ?? "null"}}},"reasoning":{"effort":null,"summary":null},"service_tier":"default","store":true,"temperature":1.0,"text":{"format":{"type":"text"}},"tool_choice":"auto","tools":[],"top_p":1.0,"truncation":"disabled","usage":{{{usage}}},"user":null,"metadata":{}}
            """;
    }

    private static string Usage(Shape shape) => $$"""
        {"input_tokens":{{shape.InputTokens}},"input_tokens_details":{"cached_tokens":0},"output_tokens":{{shape.OutputTokens}},"output_tokens_details":{"reasoning_tokens":0},"total_tokens":{{shape.TotalTokens}}}
        """;
}
