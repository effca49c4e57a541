namespace MultiplexCluster.FakeProviders.Dialects.OpenAi;

/// <summary><c>POST /embeddings</c> and <c>POST /moderations</c>: one result an input.</summary>
internal static class Embeddings
{
    private static readonly string[] Categories =
    [
        "harassment", "harassment/threatening", "hate", "hate/threatening", "illicit", "illicit/violent", "self-harm",
        "self-harm/instructions", "self-harm/intent", "sexual", "sexual/minors", "violence", "violence/graphic",
    ];

    public static string Embed(Ask ask)
    {
        var data = string.Join(',', Enumerable.Range(0, ask.Facts.Inputs).Select(i =>
            $$"""{"object":"embedding","index":{{i}},"embedding":{{(ask.Facts.Base64 ? Vectors.Base64Of(i) : Vectors.Of(i))}}}"""));
        var usage = ask.Shape.Usage
            ? $$$""","usage":{"prompt_tokens":{{{ask.Shape.InputTokens}}},"total_tokens":{{{ask.Shape.InputTokens}}}}"""
            : "";
        return $$"""{"object":"list","data":[{{data}}],"model":"{{ask.Model}}"{{usage}}}""";
    }

    public static string Moderate(Ask ask)
    {
        var no = string.Join(',', Categories.Select(c => $"\"{c}\":false"));
        var zero = string.Join(',', Categories.Select(c => $"\"{c}\":0.0001"));
        var types = string.Join(',', Categories.Select(c => $"\"{c}\":[\"text\"]"));
        var result = $$$"""{"flagged":false,"categories":{{{{no}}}},"category_scores":{{{{zero}}}},"category_applied_input_types":{{{{types}}}}}""";
        var results = string.Join(',', Enumerable.Repeat(result, ask.Facts.Inputs));
        return $$"""{"id":"modr-{{Placeholders.RequestId}}","model":"{{ask.Model}}","results":[{{results}}]}""";
    }
}
