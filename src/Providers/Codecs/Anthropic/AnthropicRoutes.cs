using MultiplexCluster.Providers.Codecs.Routes;
using static MultiplexCluster.Providers.Codecs.Routes.RouteRows;

namespace MultiplexCluster.Providers.Codecs.Anthropic;

/// <summary>
/// Anthropic's calls (https://api.anthropic.com; anthropic-sdk-typescript's src/resources). Counting tokens is a free
/// estimate and books nothing.
/// </summary>
public static class AnthropicRoutes
{
    /// <summary>The table, below <c>/anthropic</c>.</summary>
    public static RouteTable Table { get; } = new([.. Inference(), .. Stored(), .. Agents(), .. Administration()]);

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
        Row("GET", "/v1/messages/batches", "messages.batches.list").Lists().TellsResultsUrl(),
        Paid("POST", "/v1/messages/batches", "messages.batches.create").Creates().TellsResultsUrl(),
        Row("GET DELETE", "/v1/messages/batches/{id}", "messages.batches").Names().TellsResultsUrl(),
        Row("POST", "/v1/messages/batches/{id}/cancel", "messages.batches.cancel").Names().TellsResultsUrl(),
        Bytes("/v1/messages/batches/{id}/results", "messages.batches.results").Names(),
        Row("GET", "/v1/files", "files.list").Lists(),
        Paid("POST", "/v1/files", "files.create").Creates(),
        Row("GET DELETE", "/v1/files/{id}", "files").Names(),
        Bytes("/v1/files/{id}/content", "files.content").Names(),
        Row("GET", "/v1/skills", "skills.list").Lists(),
        Paid("POST", "/v1/skills", "skills.create").Creates(),
        Row("GET DELETE", "/v1/skills/{id}", "skills").Names(),
        Bytes("/v1/skills/{id}/content", "skills.content").Names(),
        Row("GET", "/v1/skills/{id}/versions", "skills.versions.list").Names(),
        Paid("POST", "/v1/skills/{id}/versions", "skills.versions.create").Names().Creates(),
        Row("GET DELETE", "/v1/skills/{id}/versions/{version}", "skills.versions").Names(),
        Bytes("/v1/skills/{id}/versions/{version}/content", "skills.versions.content").Names(),
    ];

    /// <summary>
    /// Managed agents (platform.claude.com/docs/en/managed-agents). Their work is the account's: a session tells its usage as
    /// a sum of its own, so nothing is booked here; and an error in a session's stream is the session's, not the key's.
    /// </summary>
    private static IEnumerable<RouteRow> Agents() =>
    [
        Paid("POST", "/v1/sessions/{id}/events", "sessions.events.send").Names(),
        Row("GET", "/v1/sessions/{id}/events/stream", "sessions.events.stream", usage: UsageShape.Opaque).Names(),
        Row("GET", "/v1/sessions/{id}/threads/{thread}/stream", "sessions.threads.stream", usage: UsageShape.Opaque).Names(),
        Row("GET", "/v1/deployment_runs", "deployment_runs.list").Lists(),
        Row("GET", "/v1/deployment_runs/{id}", "deployment_runs").Names(),
        .. Family("agents"),
        .. Family("sessions"),
        .. Family("environments"),
        .. Family("vaults"),
        .. Family("memory_stores"),
        .. Family("deployments"),
        .. Family("dreams"),
        .. Family("user_profiles"),
    ];

    /// <summary>The Admin API (docs.anthropic.com/en/api/administration-api) needs a key of its own.</summary>
    private static IEnumerable<RouteRow> Administration() =>
    [
        Admin("/v1/organizations/{rest...}", "organizations"),
    ];

    private static IEnumerable<RouteRow> Family(string name) =>
    [
        Row("GET", $"/v1/{name}", $"{name}.list").Lists(),
        Paid("POST", $"/v1/{name}", $"{name}.create").Creates(),
        Row(Every, $"/v1/{name}/{{rest...}}", name).Names(),
    ];
}
