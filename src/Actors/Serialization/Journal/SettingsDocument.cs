using System.Text.Json;
using System.Text.Json.Serialization;
using MultiplexCluster.Contracts.Endpoints;

namespace MultiplexCluster.Actors.Serialization.Journal;

/// <summary>
/// Settings as they are stored. Apart from <see cref="EndpointSettings"/> because a field that is absent has the
/// default it had when it came, whatever new endpoints are given today. A new field is not <c>required</c> here
/// and has that default as its initializer.
/// </summary>
internal sealed class SettingsDocument
{
    public required ProviderKind Provider { get; set; }
    public required string? BaseUrl { get; set; }
    public required int MaxConcurrentRequests { get; set; }
    public required int QueueSize { get; set; }
    public required bool QueueEnabled { get; set; }
    public required TimeSpan InitialRetryDelay { get; set; }
    public required double BackoffFactor { get; set; }
    public required int MaxRetries { get; set; }
    public required TimeSpan MaxRetryDelay { get; set; }
    public required TimeSpan QueueTimeout { get; set; }
    public required TimeSpan FirstByteTimeout { get; set; }
    public required TimeSpan IdleTimeout { get; set; }
    public required int BreakerFailures { get; set; }
    public required TimeSpan BreakerOpen { get; set; }
    public int? RequestsPerMinute { get; set; }
    public int? TokensPerMinute { get; set; }
    public required PriorityClass Tier { get; set; }
    public required int Weight { get; set; }
    public required string? Pool { get; set; }
    public required List<string> Models { get; set; }
    public string? QuotaGroup { get; set; }
    public required bool Enabled { get; set; }
    public required string? Organization { get; set; }
    public required string? Project { get; set; }
}
