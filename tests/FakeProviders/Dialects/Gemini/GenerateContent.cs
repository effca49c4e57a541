namespace MultiplexCluster.FakeProviders.Dialects.Gemini;

/// <summary><c>:generateContent</c> and <c>:streamGenerateContent</c>.</summary>
internal static class GenerateContent
{
    public static string Whole(Ask ask, string model) =>
        Chunk(ask.Shape, model, ask.Call is { } call ? Calling(call) : Saying(ask.Shape.Text), ask.Shape.OutputTokens, last: true);

    /// <summary>
    /// The chunks of a stream. Each repeats the usage so far; the last has a finishReason and the whole count,
    /// and is also the last delta, as the real service sends it.
    /// </summary>
    public static IEnumerable<string> Chunks(Ask ask, string model)
    {
        var shape = ask.Shape;
        if (ask.Call is { } call)
        {
            // A call comes in one piece: Gemini does not stream arguments.
            yield return Chunk(shape, model, Calling(call), shape.OutputTokens, last: shape.Terminal);
            yield break;
        }

        var sent = 0;
        foreach (var delta in shape.Deltas())
        {
            sent++;
            var last = sent == shape.Events && shape.ErrorAfter is null;
            yield return Chunk(shape, model, Saying(delta), last ? shape.OutputTokens : sent, last && shape.Terminal);
        }

        if (shape.ErrorAfter is not null)
        {
            yield return GeminiErrors.Body(503, Scripting.ErrorKind.Usual, null);
        }
    }

    public static IEnumerable<string> Sse(Ask ask, string model) => Chunks(ask, model).Select(Dialects.Sse.DataCrlf);

    /// <summary>One JSON array in pieces: <c>[{...}</c>, <c>,{...}</c>, <c>]</c>.</summary>
    public static IEnumerable<string> Array(Ask ask, string model)
    {
        var separator = "[";
        foreach (var chunk in Chunks(ask, model))
        {
            yield return separator + chunk;
            separator = ",\r\n";
        }

        if (ask.Shape.Terminal)
        {
            yield return separator == "[" ? "[]" : "\n]";
        }
    }

    private static string Saying(string text) => $$"""{"text":"{{text}}"}""";

    private static string Calling(ToolCall call) => $$$"""{"functionCall":{"name":"{{{call.Name}}}","args":{{{ToolCall.Arguments}}}}}""";

    private static string Chunk(Shape shape, string model, string part, long output, bool last)
    {
        var finish = last ? ",\"finishReason\":\"STOP\"" : "";
        var usage = shape.Usage
            ? $$""","usageMetadata":{"promptTokenCount":{{shape.InputTokens}},"candidatesTokenCount":{{output}},"totalTokenCount":{{unchecked(shape.InputTokens + output)}},"promptTokensDetails":[{"modality":"TEXT","tokenCount":{{shape.InputTokens}}}]}"""
            : "";
        return $$"""
            {"candidates":[{"content":{"parts":[{{part}}],"role":"model"}{{finish}},"index":0}]{{usage}},"modelVersion":"{{model}}","responseId":"{{Placeholders.RequestId}}"}
            """;
    }
}
