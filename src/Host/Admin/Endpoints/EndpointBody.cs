using MultiplexCluster.Contracts.Endpoints;
using MultiplexCluster.Host.Admin.Stats;

namespace MultiplexCluster.Host.Admin.Endpoints;

/// <summary>An endpoint: settings, state and counters in one flat object. Durations are seconds.</summary>
public sealed record EndpointBody : CountersBody
{
    internal EndpointBody(EndpointDetails details)
        : base(details.Stats, details.CurrentRequests, details.QueueLength)
    {
    }

    public required string EndpointId { get; init; }
    public required string Provider { get; init; }
    public required string ApiKeyHint { get; init; }
    public required string? BaseUrl { get; init; }
    public required int MaxConcurrentRequests { get; init; }
    public required int QueueSize { get; init; }
    public required bool QueueEnabled { get; init; }
    public required double InitialRetryDelay { get; init; }
    public required double BackoffFactor { get; init; }
    public required int MaxRetries { get; init; }
    public required double MaxRetryDelay { get; init; }
    public required double QueueTimeout { get; init; }
    public required double FirstByteTimeout { get; init; }
    public required double IdleTimeout { get; init; }
    public required int BreakerFailures { get; init; }
    public required double BreakerOpen { get; init; }
    public required int? RequestsPerMinute { get; init; }
    public required int? TokensPerMinute { get; init; }
    public required string Tier { get; init; }
    public required int Weight { get; init; }
    public required string? Pool { get; init; }
    public required IReadOnlyList<string> Models { get; init; }
    public required string? QuotaGroup { get; init; }
    public required bool Enabled { get; init; }
    public required string? Organization { get; init; }
    public required string? Project { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }
    public required string State { get; init; }
    public required DateTimeOffset? Until { get; init; }
    public required string? Reason { get; init; }
}

/// <summary>All endpoints, oldest first.</summary>
public sealed record EndpointList(IReadOnlyList<EndpointBody> Endpoints);
