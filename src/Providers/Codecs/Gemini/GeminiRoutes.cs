using MultiplexCluster.Providers.Codecs.Routes;
using static MultiplexCluster.Providers.Codecs.Routes.RouteRows;

namespace MultiplexCluster.Providers.Codecs.Gemini;

/// <summary>
/// Gemini's calls (https://generativelanguage.googleapis.com; https://ai.google.dev/api), the same in every version; the one
/// the caller used goes upstream. The verb stands behind a colon in the last segment. Counting tokens books nothing.
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
        Row("GET", $"/{version}/models", "models.list"),
        Row("GET", $"/{version}/models/{{m}}", "models.get"),
        Row("GET", $"/{version}/models/{{m}}/operations/{{rest...}}", "models.operations").NamesToTheEnd(),
        .. TunedModelRows($"/{version}/tunedModels"),
        Row("GET", $"/{version}/cachedContents", "cachedContents.list").Lists(),
        Paid("POST", $"/{version}/cachedContents", "cachedContents.create").Creates(),
        Row("GET PATCH DELETE", $"/{version}/cachedContents/{{id}}", "cachedContents").NamesInCollection(),
        .. GeminiFileRoutes.Rows(version),
        Row("GET", $"/{version}/batches", "batches.list").Lists(),
        Row("GET PATCH DELETE", $"/{version}/batches/{{id}}", "batches").NamesInCollection(),
        Row("POST", $"/{version}/batches/{{id}}:cancel", "batches.cancel").NamesInCollection(),
        Row("PATCH", $"/{version}/batches/{{id}}:updateGenerateContentBatch", "batches.update").NamesInCollection(),
        Row("PATCH", $"/{version}/batches/{{id}}:updateEmbedContentBatch", "batches.update").NamesInCollection(),
        Row("GET", $"/{version}/operations", "operations.list").Lists(),
        Row("POST", $"/{version}/operations/{{id}}:cancel", "operations.cancel").NamesInCollection(),
        Row("GET DELETE", $"/{version}/operations/{{rest...}}", "operations").NamesToTheEnd(),
        .. InteractionRows($"/{version}/interactions"),
        .. LiveRows($"/ws/google.ai.generativelanguage.{version}.GenerativeService.BidiGenerateContent"),
        .. GeminiOpenAiRoutes.Rows($"/{version}/openai"),
    ];

    private static IEnumerable<RouteRow> ModelRows(string models) =>
    [
        Verb(models, "generateContent", UsageShape.UsageMetadata),
        Verb(models, StreamName, UsageShape.UsageMetadata),
        Verb(models, "countTokens"),
        Verb(models, "embedContent", UsageShape.UsageMetadata),
        Verb(models, "batchEmbedContents", UsageShape.UsageMetadata),
        Verb(models, "predict"),
        Verb(models, "batchGenerateContent", isPaid: true).Creates(),
        Verb(models, "asyncBatchEmbedContent", isPaid: true).Creates(),
        Verb(models, "predictLongRunning", isPaid: true).Creates(),
    ];

    /// <summary>A tuned model is an object of its account, its calls included.</summary>
    private static IEnumerable<RouteRow> TunedModelRows(string models) =>
    [
        .. ModelRows(models).Select(row => row.NamesInCollection()),
        Row("POST", $"{models}/{{m}}:transferOwnership", "tunedModels.transferOwnership").NamesInCollection(),
        Row("GET", models, "tunedModels.list").Lists(),
        Paid("POST", models, "tunedModels.create").Creates(),
        Row("GET PATCH DELETE", $"{models}/{{m}}", "tunedModels").NamesInCollection(),
        Row(Every, $"{models}/{{m}}/permissions", "tunedModels.permissions").NamesInCollection(),
        Row(Every, $"{models}/{{m}}/permissions/{{rest...}}", "tunedModels.permissions").NamesInCollection(),
        Row("GET", $"{models}/{{m}}/operations", "tunedModels.operations.list").NamesInCollection(),
        Row("GET", $"{models}/{{m}}/operations/{{rest...}}", "tunedModels.operations").NamesInCollection(),
    ];

    /// <summary>The model stands in the first message (ai.google.dev/api/live); "Constrained" is for callers with an ephemeral token.</summary>
    private static IEnumerable<RouteRow> LiveRows(string path) =>
        [Socket(path, "live", UsageShape.Live), Socket($"{path}Constrained", "live.constrained", UsageShape.Live)];

    /// <summary>Ids are bare (ai.google.dev/gemini-api/docs/interactions). One that is read again was booked when it was made.</summary>
    private static IEnumerable<RouteRow> InteractionRows(string interactions) =>
    [
        Row("POST", interactions, "interactions.create", ModelSource.BodyOptional, UsageShape.Interactions).Creates(),
        Reread("GET", $"{interactions}/{{id}}", "interactions.get").Names(),
        Row("DELETE", $"{interactions}/{{id}}", "interactions.delete").Names(),
        Reread("POST", $"{interactions}/{{id}}/cancel", "interactions.cancel").Names(),
    ];

    private static RouteRow Verb(string models, string verb, UsageShape usage = UsageShape.None, bool isPaid = false) =>
        new("POST", $"{models}/{{m}}:{verb}", new ProviderRoute
        {
            Name = verb,
            Model = ModelSource.Path,
            Usage = usage,
            CreatesPaidObject = isPaid,
        });

    private static RouteRow Reread(string methods, string template, string name) =>
        new(methods, template, new ProviderRoute { Name = name, Usage = UsageShape.Interactions, BooksUsage = false });
}
