using MultiplexCluster.Providers.Codecs.Routes;

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
        new("POST", "/v1/messages/batches", new ProviderRoute { Name = "messages.batches.create", CreatesPaidObject = true }),
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
        new("*", "/v1/organizations/{rest...}", new ProviderRoute { Name = "organizations", IsAdministration = true }),
    ];

    private static RouteRow Row(
        string methods,
        string template,
        string name,
        ModelSource model = ModelSource.None,
        UsageShape usage = UsageShape.None) =>
        new(methods, template, new ProviderRoute { Name = name, Model = model, Usage = usage });
}
