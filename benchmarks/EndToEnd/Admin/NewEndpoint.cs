namespace MultiplexCluster.EndToEnd.Admin;

/// <summary>An endpoint to create, in the admin API's own terms; durations in seconds.</summary>
internal sealed record NewEndpoint
{
    public required string EndpointId { get; init; }

    public string Provider { get; init; } = "openai";

    public string ApiKey { get; init; } = "sk-bench-0123456789abcdef";

    public required string BaseUrl { get; init; }

    public int MaxConcurrentRequests { get; init; } = 1000;

    public int QueueSize { get; init; } = 20_000;

    public double QueueTimeout { get; init; } = 3600;

    public double FirstByteTimeout { get; init; } = 3600;

    public string? Pool { get; init; }

    /// <summary>Endpoints with nothing in their way, all in the pool without a label.</summary>
    public static IEnumerable<NewEndpoint> Open(int from, int to, int upstreamPort) =>
        Enumerable.Range(from, to - from).Select(i => new NewEndpoint { EndpointId = $"open-{i}", BaseUrl = Url(upstreamPort) });

    /// <summary>An endpoint that only requests pinned to it reach.</summary>
    public static NewEndpoint Apart(string id, int upstreamPort, int maxConcurrent) =>
        new() { EndpointId = id, BaseUrl = Url(upstreamPort), MaxConcurrentRequests = maxConcurrent, Pool = id };

    /// <summary>The request headers that reach an endpoint made by <see cref="Apart"/>.</summary>
    public static string[] HeadersFor(string id) => [$"X-Multiplex-Endpoint: {id}", $"X-Multiplex-Pool: {id}"];

    private static string Url(int port) => $"http://127.0.0.1:{port}/openai/v1";
}
