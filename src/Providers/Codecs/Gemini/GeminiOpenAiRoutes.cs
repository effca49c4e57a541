using MultiplexCluster.Providers.Codecs.Routes;
using static MultiplexCluster.Providers.Codecs.Routes.RouteRows;

namespace MultiplexCluster.Providers.Codecs.Gemini;

/// <summary>
/// Gemini's surface in OpenAI's format, which takes the key as a bearer token (https://ai.google.dev/gemini-api/docs/openai).
/// Files and batches have Google's names there, collection included, so that it stands twice in some paths.
/// </summary>
internal static class GeminiOpenAiRoutes
{
    /// <summary>The rows below <paramref name="root"/>.</summary>
    internal static IEnumerable<RouteRow> Rows(string root) => Calls(root)
        .Select(row => row with { Route = row.Route with { Name = $"openai.{row.Route.Name}", IsOpenAiFormat = true } });

    private static IEnumerable<RouteRow> Calls(string root) =>
    [
        Chat($"{root}/chat/completions", "chat.completions"),
        Row("POST", $"{root}/embeddings", "embeddings", ModelSource.BodyRequired, UsageShape.Chat),
        Row("POST", $"{root}/images/generations", "images.generations", ModelSource.BodyOptional, UsageShape.Responses),
        Row("GET", $"{root}/models", "models.list"),
        Row("GET", $"{root}/models/{{model...}}", "models.get"),
        Row("GET", $"{root}/files", "files.list").Lists(),
        Paid("POST", $"{root}/files", "files.create").Creates(),
        Row("GET DELETE", $"{root}/files/{{id}}", "files").Names(),
        Bytes($"{root}/files/{{id}}/content", "files.content").Names(),
        Row("GET DELETE", $"{root}/files/files/{{id}}", "files").NamesInCollection(),
        Bytes($"{root}/files/files/{{id}}/content", "files.content").NamesInCollection(),
        Row("GET", $"{root}/batches", "batches.list").Lists(),
        Paid("POST", $"{root}/batches", "batches.create").Creates(),
        Row("GET", $"{root}/batches/{{id}}", "batches.get").Names(),
        Row("POST", $"{root}/batches/{{id}}/cancel", "batches.cancel").Names(),
        Row("GET", $"{root}/batches/batches/{{id}}", "batches.get").NamesInCollection(),
        Row("POST", $"{root}/batches/batches/{{id}}/cancel", "batches.cancel").NamesInCollection(),
    ];
}
