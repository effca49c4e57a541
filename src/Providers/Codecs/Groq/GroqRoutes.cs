using MultiplexCluster.Providers.Codecs.Routes;
using static MultiplexCluster.Providers.Codecs.Routes.RouteRows;

namespace MultiplexCluster.Providers.Codecs.Groq;

/// <summary>Groq's calls (https://api.groq.com/openai/v1; https://console.groq.com/docs/api-reference).</summary>
public static class GroqRoutes
{
    /// <summary>The table, below <c>/groq/openai/v1</c>.</summary>
    public static RouteTable Table { get; } = new(
    [
        Chat("/chat/completions", "chat.completions"),
        Row("POST", "/responses", "responses", ModelSource.BodyRequired, UsageShape.Responses),
        Row("POST", "/embeddings", "embeddings", ModelSource.BodyRequired, UsageShape.Chat),
        Row("POST", "/reranking", "reranking", ModelSource.BodyRequired, UsageShape.Chat),
        Row("POST", "/audio/speech", "audio.speech", ModelSource.BodyRequired),
        Row("POST", "/audio/transcriptions", "audio.transcriptions", ModelSource.BodyOptional),
        Row("POST", "/audio/translations", "audio.translations", ModelSource.BodyOptional),
        Row("GET", "/models", "models.list"),
        Row("GET", "/models/{model...}", "models.get"),
        Row("DELETE", "/models/{model...}", "models.delete"),
        Row("GET", "/files", "files.list").Lists(),
        Paid("POST", "/files", "files.create").Creates(),
        Row("GET DELETE", "/files/{id}", "files").Names(),
        Bytes("/files/{id}/content", "files.content").Names(),
        Row("GET", "/batches", "batches.list").Lists(),
        Paid("POST", "/batches", "batches.create").Creates(),
        Row("GET", "/batches/{id}", "batches.get").Names(),
        Row("POST", "/batches/{id}/cancel", "batches.cancel").Names(),
    ]);

    /// <summary>The table below <c>/groq</c>: what doesn't speak OpenAI's format (https://console.groq.com/docs/api-reference, "Fine Tuning").</summary>
    public static RouteTable Outside { get; } = new(
        ((RouteRow[])
        [
            Row("GET", "/v1/fine_tunings", "fine_tunings.list").Lists(),
            Paid("POST", "/v1/fine_tunings", "fine_tunings.create").Creates(),
            Row("GET DELETE", "/v1/fine_tunings/{id}", "fine_tunings").Names(),
        ]).Select(row => row with { Route = row.Route with { IsOutsideBasePath = true } }));
}
