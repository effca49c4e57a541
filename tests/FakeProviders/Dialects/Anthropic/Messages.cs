namespace MultiplexCluster.FakeProviders.Dialects.Anthropic;

/// <summary><c>POST /v1/messages</c>.</summary>
internal static class Messages
{
    public static string Whole(Ask ask)
    {
        var shape = ask.Shape;
        var content = $$"""{"type":"text","text":"{{shape.Text}}"}""";
        return Message(ask, content, "\"end_turn\"", shape.Usage ? Usage(shape, shape.OutputTokens) : null);
    }

    /// <summary>The output count of <c>message_delta</c> is cumulative and replaces the one of <c>message_start</c>.</summary>
    public static IEnumerable<string> Stream(Ask ask)
    {
        var shape = ask.Shape;
        var start = Message(ask, "", "null", shape.Usage ? Usage(shape, 1) : null);
        yield return Event("message_start", $",\"message\":{start}");
        yield return Event("content_block_start", ",\"index\":0,\"content_block\":{\"type\":\"text\",\"text\":\"\"}");
        yield return Event("ping", "");
        foreach (var delta in shape.Deltas())
        {
            yield return Event("content_block_delta", $$""","index":0,"delta":{"type":"text_delta","text":"{{delta}}"}""");
        }

        if (shape.ErrorAfter is not null)
        {
            yield return Event("error", ",\"error\":{\"type\":\"overloaded_error\",\"message\":\"Overloaded\"}");
            yield break;
        }

        yield return Event("content_block_stop", ",\"index\":0");
        var usage = shape.Usage ? $$""","usage":{"output_tokens":{{shape.OutputTokens}}}""" : "";
        yield return Event("message_delta", ",\"delta\":{\"stop_reason\":\"end_turn\",\"stop_sequence\":null}" + usage);
        if (shape.Terminal)
        {
            yield return Event("message_stop", "");
        }
    }

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
