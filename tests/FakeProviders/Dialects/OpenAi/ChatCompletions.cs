namespace MultiplexCluster.FakeProviders.Dialects.OpenAi;

/// <summary>
/// <c>POST /chat/completions</c> of OpenAI and Groq. Groq's usage has timings, its whole answers carry
/// <c>x_groq.id</c>, and its streams carry <c>x_groq</c> in the first and the last chunk.
/// </summary>
internal sealed class ChatCompletions(bool groq, Func<int, string> errorBody)
{
    private const string Id = "chatcmpl-" + Placeholders.RequestId;
    private const string GroqId = "\"id\":\"req_" + Placeholders.RequestId + "\"";

    public string Whole(Ask ask)
    {
        var usage = ask.Shape.Usage ? $",\"usage\":{Usage(ask.Shape)}" : "";
        var marker = groq ? ",\"x_groq\":{" + GroqId + "}" : "";
        return $$"""
            {"id":"{{Id}}","object":"chat.completion","created":1700000000,"model":"{{ask.Model}}","choices":[{"index":0,"message":{"role":"assistant",{{Said(ask)}},"refusal":null,"annotations":[]},"logprobs":null,"finish_reason":"{{Finish(ask)}}"}]{{usage}},"service_tier":"default","system_fingerprint":"fp_fake"{{marker}}}
            """;
    }

    public IEnumerable<string> Stream(Ask ask)
    {
        var shape = ask.Shape;
        yield return Chunk(ask, $$"""{"role":"assistant","content":{{(ask.Call is null ? "\"\"" : "null")}},"refusal":null}""", "null", groq ? GroqId : null);
        foreach (var delta in ask.Call is { } call ? ChatToolCalls.Deltas(call) : shape.Deltas().Select(d => $$"""{"content":"{{d}}"}"""))
        {
            yield return Chunk(ask, delta, "null", null);
        }

        if (shape.ErrorAfter is not null)
        {
            yield return Sse.Data(errorBody(500));
            yield break;
        }

        if (shape.Terminal)
        {
            yield return Chunk(ask, "{}", $"\"{Finish(ask)}\"", groq ? Last(shape) : null);
        }

        if (ask.Facts.IncludeUsage && shape.Usage)
        {
            yield return Sse.Data($"{Head(ask)},\"choices\":[],\"usage\":{Usage(shape)}}}");
        }

        if (shape.Terminal)
        {
            yield return Sse.Done;
        }
    }

    private static string Said(Ask ask) =>
        ask.Call is { } call ? $"\"content\":null,{ChatToolCalls.Whole(call)}" : $"\"content\":\"{ask.Shape.Text}\"";

    private static string Finish(Ask ask) => ask.Call is null ? "stop" : "tool_calls";

    private static string Head(Ask ask) => $$"""
        {"id":"{{Id}}","object":"chat.completion.chunk","created":1700000000,"model":"{{ask.Model}}","service_tier":"default","system_fingerprint":"fp_fake"
        """;

    private static string Chunk(Ask ask, string delta, string finish, string? groqMembers)
    {
        var usage = ask.Facts.IncludeUsage ? ",\"usage\":null" : "";
        var marker = groqMembers is null ? "" : $",\"x_groq\":{{{groqMembers}}}";
        return Sse.Data($$"""
            {{Head(ask)}},"choices":[{"index":0,"delta":{{delta}},"logprobs":null,"finish_reason":{{finish}}}]{{usage}}{{marker}}}
            """);
    }

    private string Last(Shape shape) => shape.Usage ? $"{GroqId},\"usage\":{Usage(shape)}" : GroqId;

    private string Usage(Shape shape)
    {
        var timings = groq
            ? "\"queue_time\":0.0018,\"prompt_time\":0.0005,\"completion_time\":0.46,\"total_time\":0.4605,"
            : "";
        var details = groq
            ? "\"prompt_tokens_details\":{\"cached_tokens\":0}"
            : "\"prompt_tokens_details\":{\"cached_tokens\":0,\"audio_tokens\":0},\"completion_tokens_details\":{\"reasoning_tokens\":0,\"audio_tokens\":0,\"accepted_prediction_tokens\":0,\"rejected_prediction_tokens\":0}";
        return $$"""
            {{{timings}}"prompt_tokens":{{shape.InputTokens}},"completion_tokens":{{shape.OutputTokens}},"total_tokens":{{shape.TotalTokens}},{{details}}}
            """;
    }
}
