namespace MultiplexCluster.FakeProviders.Dialects.OpenAi;

/// <summary>A response that says something.</summary>
internal static class ResponseText
{
    private const string ItemId = "msg_" + Placeholders.RequestId;
    private const string Place = "\"item_id\":\"" + ItemId + "\",\"output_index\":0,\"content_index\":0";

    public static string Item(string status, string text) => Message(status, Part(text));

    /// <summary>Type and members of the events between the response's beginning and its end.</summary>
    public static IEnumerable<(string Type, string Members)> Events(Shape shape)
    {
        yield return ("response.output_item.added", $"\"output_index\":0,\"item\":{Message("in_progress", "")}");
        yield return ("response.content_part.added", $"{Place},\"part\":{Part("")}");
        foreach (var delta in shape.Deltas())
        {
            yield return ("response.output_text.delta", $"{Place},\"delta\":\"{delta}\",\"logprobs\":[]");
        }

        if (shape.ErrorAfter is not null)
        {
            yield return ("error", "\"code\":\"server_error\",\"message\":\"The server had an error.\",\"param\":null");
            yield break;
        }

        yield return ("response.output_text.done", $"{Place},\"text\":\"{shape.Text}\",\"logprobs\":[]");
        yield return ("response.content_part.done", $"{Place},\"part\":{Part(shape.Text)}");
        yield return ("response.output_item.done", $"\"output_index\":0,\"item\":{Item("completed", shape.Text)}");
    }

    private static string Message(string status, string content) =>
        $$"""{"id":"{{ItemId}}","type":"message","status":"{{status}}","content":[{{content}}],"role":"assistant"}""";

    private static string Part(string text) =>
        $$"""{"type":"output_text","annotations":[],"logprobs":[],"text":"{{text}}"}""";
}
