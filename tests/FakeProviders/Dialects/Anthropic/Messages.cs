namespace MultiplexCluster.FakeProviders.Dialects.Anthropic;

/// <summary><c>POST /v1/messages</c>.</summary>
internal static class Messages
{
    private const string ToolId = "toolu_" + Placeholders.RequestId;
    private const string Text = """{"type":"text","text":""}""";

    public static string Whole(Ask ask)
    {
        var shape = ask.Shape;
        var content = ask.Call is { } call
            ? ToolUse(call, ToolCall.Arguments)
            : $$"""{"type":"text","text":"{{shape.Text}}"}""";
        return Message(ask, content, $"\"{StopReason(ask)}\"", shape.Usage ? Usage(shape, shape.OutputTokens) : null);
    }

    /// <summary>The output count of <c>message_delta</c> is cumulative and replaces the one of <c>message_start</c>.</summary>
    public static IEnumerable<string> Stream(Ask ask)
    {
        var shape = ask.Shape;
        var start = Message(ask, "", "null", shape.Usage ? Usage(shape, 1) : null);
        yield return Event("message_start", $",\"message\":{start}");
        yield return Event("content_block_start", $",\"index\":0,\"content_block\":{(ask.Call is { } call ? ToolUse(call, "{}") : Text)}");
        yield return Event("ping", "");
        foreach (var delta in Deltas(ask))
        {
            yield return Event("content_block_delta", $",\"index\":0,\"delta\":{delta}");
        }

        if (shape.ErrorAfter is not null)
        {
            yield return Event("error", ",\"error\":{\"type\":\"overloaded_error\",\"message\":\"Overloaded\"}");
            yield break;
        }

        yield return Event("content_block_stop", ",\"index\":0");
        var usage = shape.Usage ? $$""","usage":{"output_tokens":{{shape.OutputTokens}}}""" : "";
        yield return Event("message_delta", $$""","delta":{"stop_reason":"{{StopReason(ask)}}","stop_sequence":null}{{usage}}""");
        if (shape.Terminal)
        {
            yield return Event("message_stop", "");
        }
    }

    private static IEnumerable<string> Deltas(Ask ask) => ask.Call is null
        ? ask.Shape.Deltas().Select(d => $$"""{"type":"text_delta","text":"{{d}}"}""")
        : ToolCall.Pieces.Select(p => $$"""{"type":"input_json_delta","partial_json":"{{p}}"}""");

    private static string ToolUse(ToolCall call, string input) =>
        $$"""{"type":"tool_use","id":"{{ToolId}}","name":"{{call.Name}}","input":{{input}}}""";

    private static string StopReason(Ask ask) => ask.Call is null ? "end_turn" : "tool_use";

    private static string Event(string type, string members) => Sse.Named(type, $"{{\"type\":\"{type}\"{members}}}");

    private static string Message(Ask ask, string content, string stopReason, string? usage)
    {
        var counted = usage is null ? "" : $",\"usage\":{usage}";
        return $$"""
            {"id":"msg_{{Placeholders.RequestId}}","type":"message","role":"assistant","model":"{{ask.Model}}","content":[{{content}}],"stop_reason":{{stopReason}},"stop_sequence":null{{counted}}}
            """;
    }

    private static string Usage(Shape shape, long output) => $$"""
        {"input_tokens":{{shape.InputTokens}},"cache_creation_input_tokens":0,"cache_read_input_tokens":0,"cache_creation":{"ephemeral_5m_input_tokens":0,"ephemeral_1h_input_tokens":0},"output_tokens":{{output}},"service_tier":"standard"}
        """;
}
