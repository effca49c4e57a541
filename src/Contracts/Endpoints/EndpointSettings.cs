namespace MultiplexCluster.Contracts.Endpoints;

/// <summary>
/// What an operator sets on an endpoint. Delays and timeouts have millisecond resolution. The ranges stand in
/// <c>SettingsRules</c> of the core, which validates every change and reports all errors at once.
/// </summary>
public sealed record EndpointSettings
{
    /// <summary>The vendor that issued the key.</summary>
    public required ProviderKind Provider { get; init; }

    /// <summary>Origin and base path that replace the provider's; null for the provider's own.</summary>
    public string? BaseUrl { get; init; }

    /// <summary>Calls in flight at the provider, 1 – 10,000. Default 5.</summary>
    public int MaxConcurrentRequests { get; init; } = 5;

    /// <summary>Requests that may wait, 0 – 100,000. Default 100.</summary>
    public int QueueSize { get; init; } = 100;

    /// <summary>Whether requests wait at all when no slot is free. Default true.</summary>
    public bool QueueEnabled { get; init; } = true;

    /// <summary>The first backoff delay, above 0 and up to 3,600 s. Default 1 s.</summary>
    public TimeSpan InitialRetryDelay { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>What each further delay is multiplied by, 1 – 10. Default 2.</summary>
    public double BackoffFactor { get; init; } = 2;

    /// <summary>Further attempts on this endpoint after a request's first, 0 – 20. Default 5.</summary>
    public int MaxRetries { get; init; } = 5;

    /// <summary>The longest backoff delay, from <see cref="InitialRetryDelay"/> to 3,600 s. Default 60 s.</summary>
    public TimeSpan MaxRetryDelay { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Longest wait in queue and backoff together, above 0 and up to 3,600 s. Default 120 s.</summary>
    public TimeSpan QueueTimeout { get; init; } = TimeSpan.FromSeconds(120);

    /// <summary>Until the provider's first byte, above 0 and up to 3,600 s. Default 600 s.</summary>
    public TimeSpan FirstByteTimeout { get; init; } = TimeSpan.FromSeconds(600);

    /// <summary>Between two bytes of an answer, above 0 and up to 3,600 s. Default 300 s.</summary>
    public TimeSpan IdleTimeout { get; init; } = TimeSpan.FromSeconds(300);

    /// <summary>Consecutive failures that open the circuit, 0 (never) – 1,000. Default 5.</summary>
    public int BreakerFailures { get; init; } = 5;

    /// <summary>How long a circuit stays open at first, above 0 and up to 3,600 s; doubles per reopening, at most tenfold. Default 30 s.</summary>
    public TimeSpan BreakerOpen { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Calls begun in any 60 s, 1 – 1,000,000,000; null for no limit, the default.</summary>
    public int? RequestsPerMinute { get; init; }

    /// <summary>Tokens of the calls begun in any 60 s, 1 – 1,000,000,000; null for no limit, the default.</summary>
    public int? TokensPerMinute { get; init; }

    /// <summary>The class of requests this endpoint is kept for. Default medium.</summary>
    public PriorityClass Tier { get; init; } = PriorityClass.Medium;

    /// <summary>Share of the pool's calls in flight, 1 – 1,000. Default 1.</summary>
    public int Weight { get; init; } = 1;

    /// <summary>Pool label, or null for the unlabelled pool.</summary>
    public string? Pool { get; init; }

    /// <summary>Model patterns (<c>*</c> stands for any text); empty serves all.</summary>
    public IReadOnlyList<string> Models { get; init; } = [];

    /// <summary>Label of the account whose objects and limits the endpoint's key shares with others; null for an account of its own.</summary>
    public string? QuotaGroup { get; init; }

    /// <summary>Whether it serves. Default true.</summary>
    public bool Enabled { get; init; } = true;

    /// <summary>OpenAI only: sent as <c>OpenAI-Organization</c>.</summary>
    public string? Organization { get; init; }

    /// <summary>OpenAI only: sent as <c>OpenAI-Project</c>.</summary>
    public string? Project { get; init; }
}
