namespace MultiplexCluster.Contracts.Endpoints;

/// <summary>An endpoint's counters since the last reset. A request counts once, by its final outcome.</summary>
public sealed record EndpointStats
{
    /// <summary>Requests answered with a complete 2xx.</summary>
    public long SuccessfulRequests { get; init; }

    /// <summary>Requests whose answer was an error of the provider, passed on or broken off.</summary>
    public long FailedRequests { get; init; }

    /// <summary>Requests whose caller left.</summary>
    public long CancelledRequests { get; init; }

    /// <summary>Requests refused here (queue full, deadline passed, …); not part of the total.</summary>
    public long RejectedRequests { get; init; }

    /// <summary>Attempts that were followed by another.</summary>
    public long RetriedAttempts { get; init; }

    /// <summary>Attempts the provider answered with a rate limit.</summary>
    public long RateLimitedAttempts { get; init; }

    /// <summary>Tokens in and out, as the provider totals them.</summary>
    public long TotalTokens { get; init; }

    /// <summary>Input tokens, cached ones included.</summary>
    public long InputTokens { get; init; }

    /// <summary>The part of the input that came from the provider's cache.</summary>
    public long CachedInputTokens { get; init; }

    /// <summary>Output tokens, reasoning included.</summary>
    public long OutputTokens { get; init; }

    /// <summary>When counting began (last reset or creation).</summary>
    public DateTimeOffset Since { get; init; }

    /// <summary>When a request was last counted; null when none was.</summary>
    public DateTimeOffset? LastRequestAt { get; init; }

    /// <summary>Successful, failed and cancelled requests together.</summary>
    public long TotalRequests => SuccessfulRequests + FailedRequests + CancelledRequests;
}
