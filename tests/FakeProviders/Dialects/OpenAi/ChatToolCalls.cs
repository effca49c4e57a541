namespace MultiplexCluster.FakeProviders.Dialects.OpenAi;

/// <summary>A tool call in a chat completion: whole, or as deltas whose arguments add up.</summary>
internal static class ChatToolCalls
{
    private const string Id = "call_" + Placeholders.RequestId;

    public static string Whole(ToolCall call) => $$$"""
        "tool_calls":[{"id":"{{{Id}}}","type":"function","function":{"name":"{{{call.Name}}}","arguments":"{{{ToolCall.Escaped}}}"}}]
        """;

    public static IEnumerable<string> Deltas(ToolCall call)
    {
        yield return $$$"""{"tool_calls":[{"index":0,"id":"{{{Id}}}","type":"function","function":{"name":"{{{call.Name}}}","arguments":""}}]}""";
        foreach (var piece in ToolCall.Pieces)
        {
            yield return $$$"""{"tool_calls":[{"index":0,"function":{"arguments":"{{{piece}}}"}}]}""";
        }
    }
}
