using MultiplexCluster.Providers.Codecs.Routes;
using static MultiplexCluster.Providers.Codecs.Routes.RouteRows;

namespace MultiplexCluster.Providers.Codecs.Anthropic;

/// <summary>Anthropic's calls (https://api.anthropic.com). Counting tokens is a free estimate and books nothing.</summary>
public static class AnthropicRoutes
{
    /// <summary>The table, below <c>/anthropic</c>.</summary>
    public static RouteTable Table { get; } = new([.. Inference(), .. Stored(), .. Administration()]);

    private static IEnumerable<RouteRow> Inference() =>
    [
        Row("POST", "/v1/messages", "messages", ModelSource.BodyRequired, UsageShape.Messages),
        Row("POST", "/v1/messages/count_tokens", "messages.count_tokens", ModelSource.BodyRequired),
        Row("POST", "/v1/complete", "complete", ModelSource.BodyRequired, UsageShape.Messages),
        Row("GET", "/v1/models", "models.list"),
        Row("GET", "/v1/models/{id}", "models.get"),
    ];

    private static IEnumerable<RouteRow> Stored() =>
    [
        Row("GET", "/v1/messages/batches", "messages.batches.list"),
        Paid("POST", "/v1/messages/batches", "messages.batches.create"),
        Row("GET DELETE", "/v1/messages/batches/{id}", "messages.batches"),
        Row("POST", "/v1/messages/batches/{id}/cancel", "messages.batches.cancel"),
        Row("GET", "/v1/messages/batches/{id}/results", "messages.batches.results", usage: UsageShape.Opaque),
        Row("GET", "/v1/files", "files.list"),
        Row("GET DELETE", "/v1/files/{id}", "files"),
        Row("GET", "/v1/files/{id}/content", "files.content", usage: UsageShape.Opaque),
    ];

    /// <summary>The Admin API (docs.anthropic.com/en/api/administration-api) needs a key of its own.</summary>
    private static IEnumerable<RouteRow> Administration() =>
    [
        Admin("/v1/organizations/{rest...}", "organizations"),
    ];
}
