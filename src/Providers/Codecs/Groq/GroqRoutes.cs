using MultiplexCluster.Providers.Codecs.Routes;
using static MultiplexCluster.Providers.Codecs.Routes.RouteRows;

namespace MultiplexCluster.Providers.Codecs.Groq;

/// <summary>Groq's calls (https://api.groq.com/openai/v1).</summary>
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
        Row("GET", "/models", "models.list"),
        Row("GET", "/models/{model...}", "models.get"),
        Row("GET", "/files", "files.list"),
        Row("GET DELETE", "/files/{id}", "files"),
        Row("GET", "/files/{id}/content", "files.content", usage: UsageShape.Opaque),
        Row("GET", "/batches", "batches.list"),
        Paid("POST", "/batches", "batches.create"),
        Row("GET", "/batches/{id}", "batches.get"),
        Row("POST", "/batches/{id}/cancel", "batches.cancel"),
    ]);
}
