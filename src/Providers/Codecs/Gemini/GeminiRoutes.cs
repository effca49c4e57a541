using MultiplexCluster.Providers.Codecs.Routes;
using static MultiplexCluster.Providers.Codecs.Routes.RouteRows;

namespace MultiplexCluster.Providers.Codecs.Gemini;

/// <summary>
/// Gemini's calls (https://generativelanguage.googleapis.com), the same in every version; the one the caller used goes
/// upstream. The verb stands behind a colon in the last segment. Counting tokens books nothing.
/// </summary>
public static class GeminiRoutes
{
    /// <summary>The calls whose JSON answer is an array of chunks when it is no event stream.</summary>
    internal const string StreamName = "streamGenerateContent";

    private static readonly string[] Versions = ["v1", "v1beta", "v1alpha"];

    /// <summary>The table, below <c>/gemini</c>.</summary>
    public static RouteTable Table { get; } = new(Versions.SelectMany(RowsOf));

    private static IEnumerable<RouteRow> RowsOf(string version) =>
    [
        .. ModelRows($"/{version}/models"),
        .. ModelRows($"/{version}/tunedModels"),
        Row("GET", $"/{version}/models", "models.list"),
        Row("GET", $"/{version}/models/{{m}}", "models.get"),
        Row("GET", $"/{version}/tunedModels", "tunedModels.list"),
        Paid("POST", $"/{version}/tunedModels", "tunedModels.create"),
        Row("GET PATCH DELETE", $"/{version}/tunedModels/{{m}}", "tunedModels"),
        Row("GET", $"/{version}/cachedContents", "cachedContents.list"),
        Paid("POST", $"/{version}/cachedContents", "cachedContents.create"),
        Row("GET PATCH DELETE", $"/{version}/cachedContents/{{id}}", "cachedContents"),
        Row("GET", $"/{version}/files", "files.list"),
        Row("GET DELETE", $"/{version}/files/{{id}}", "files"),
        Row("GET", $"/{version}/files/{{id}}:download", "files.download", usage: UsageShape.Opaque),
        Row("GET", $"/{version}/batches", "batches.list"),
        Row("GET DELETE", $"/{version}/batches/{{id}}", "batches"),
        Row("POST", $"/{version}/batches/{{id}}:cancel", "batches.cancel"),
        Row("GET DELETE", $"/{version}/operations/{{rest...}}", "operations"),
        .. OpenAiRows($"/{version}/openai"),
    ];

    private static IEnumerable<RouteRow> ModelRows(string models) =>
    [
        Verb(models, "generateContent", UsageShape.UsageMetadata),
        Verb(models, StreamName, UsageShape.UsageMetadata),
        Verb(models, "countTokens"),
        Verb(models, "embedContent", UsageShape.UsageMetadata),
        Verb(models, "batchEmbedContents", UsageShape.UsageMetadata),
        Verb(models, "predict"),
        Verb(models, "batchGenerateContent", isPaid: true),
        Verb(models, "asyncBatchEmbedContent", isPaid: true),
        Verb(models, "predictLongRunning", isPaid: true),
        Row("GET", $"{models}/{{m}}/operations/{{rest...}}", "models.operations"),
    ];

    /// <summary>The surface in OpenAI's format, which takes the key as a bearer token (https://ai.google.dev/gemini-api/docs/openai).</summary>
    private static IEnumerable<RouteRow> OpenAiRows(string root) => OpenAiCalls(root)
        .Select(row => row with { Route = row.Route with { Name = $"openai.{row.Route.Name}", IsOpenAiFormat = true } });

    private static IEnumerable<RouteRow> OpenAiCalls(string root) =>
    [
        Chat($"{root}/chat/completions", "chat.completions"),
        Row("POST", $"{root}/embeddings", "embeddings", ModelSource.BodyRequired, UsageShape.Chat),
        Row("POST", $"{root}/images/generations", "images.generations", ModelSource.BodyOptional),
        Row("GET", $"{root}/models", "models.list"),
        Row("GET", $"{root}/models/{{model...}}", "models.get"),
    ];

    private static RouteRow Verb(string models, string verb, UsageShape usage = UsageShape.None, bool isPaid = false) =>
        new("POST", $"{models}/{{m}}:{verb}", new ProviderRoute
        {
            Name = verb,
            Model = ModelSource.Path,
            Usage = usage,
            CreatesPaidObject = isPaid,
        });
}
