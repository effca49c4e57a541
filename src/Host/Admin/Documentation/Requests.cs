namespace MultiplexCluster.Host.Admin.Documentation;

// What the admin API accepts, for its description only: bodies are read field by field, so that every error is
// reported at once. Descriptions and ranges come from the settings' rules.

/// <summary>An endpoint's settings; durations in seconds.</summary>
internal record EndpointSettingsRequest
{
    public string? BaseUrl { get; init; }
    public int MaxConcurrentRequests { get; init; }
    public int QueueSize { get; init; }
    public bool QueueEnabled { get; init; }
    public double InitialRetryDelay { get; init; }
    public double BackoffFactor { get; init; }
    public int MaxRetries { get; init; }
    public double MaxRetryDelay { get; init; }
    public double QueueTimeout { get; init; }
    public double FirstByteTimeout { get; init; }
    public double IdleTimeout { get; init; }
    public int BreakerFailures { get; init; }
    public double BreakerOpen { get; init; }
    public int? RequestsPerMinute { get; init; }
    public int? TokensPerMinute { get; init; }
    public string Tier { get; init; } = "medium";
    public int Weight { get; init; }
    public string? Pool { get; init; }
    public string[]? Models { get; init; }
    public string? QuotaGroup { get; init; }
    public bool Enabled { get; init; }
    public string? Organization { get; init; }
    public string? Project { get; init; }
}

/// <summary>A new endpoint.</summary>
internal sealed record CreateEndpointRequest : EndpointSettingsRequest
{
    public required string Provider { get; init; }
    public string EndpointId { get; init; } = "";
    public string ApiKey { get; init; } = "";
}

/// <summary>A new key for an endpoint.</summary>
internal sealed record RotateKeyRequest(string ApiKey);

/// <summary>An alias: <c>provider/model</c> or other aliases, 1 to 16, the first is asked first; seconds a request waits for each but the last.</summary>
internal sealed record SetAliasRequest(string[] Targets, double MaxWait = 2);

/// <summary>A new client key.</summary>
internal sealed record CreateClientKeyRequest(string Name);
