namespace MultiplexCluster.FakeProviders.Dialects.OpenAi;

/// <summary>A response that calls a tool.</summary>
internal static class ResponseCall
{
    private const string ItemId = "fc_" + Placeholders.RequestId;
    private const string Place = "\"item_id\":\"" + ItemId + "\",\"output_index\":0";

    public static string Item(ToolCall call, string status) => Item(call, status, ToolCall.Escaped);

    /// <summary>Type and members of the events between the response's beginning and its end.</summary>
    public static IEnumerable<(string Type, string Members)> Events(ToolCall call)
    {
        yield return ("response.output_item.added", $"\"output_index\":0,\"item\":{Item(call, "in_progress", "")}");
        foreach (var piece in ToolCall.Pieces)
        {
            yield return ("response.function_call_arguments.delta", $"{Place},\"delta\":\"{piece}\"");
        }

        yield return ("response.function_call_arguments.done", $"{Place},\"name\":\"{call.Name}\",\"arguments\":\"{ToolCall.Escaped}\"");
        yield return ("response.output_item.done", $"\"output_index\":0,\"item\":{Item(call, "completed")}");
    }

    private static string Item(ToolCall call, string status, string arguments) => $$"""
        {"id":"{{ItemId}}","type":"function_call","status":"{{status}}","arguments":"{{arguments}}","call_id":"call_{{Placeholders.RequestId}}","name":"{{call.Name}}"}
        """;
}
