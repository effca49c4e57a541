using MultiplexCluster.Contracts.Endpoints;

namespace MultiplexCluster.Host.Admin.Stats;

/// <summary>Counters since the last reset, and what runs and waits now.</summary>
public abstract record CountersBody
{
    internal CountersBody(EndpointStats stats, int currentRequests, int queueLength)
    {
        TotalRequests = stats.TotalRequests;
        SuccessfulRequests = stats.SuccessfulRequests;
        FailedRequests = stats.FailedRequests;
        CancelledRequests = stats.CancelledRequests;
        RejectedRequests = stats.RejectedRequests;
        RetriedAttempts = stats.RetriedAttempts;
        RateLimitedAttempts = stats.RateLimitedAttempts;
        TotalTokens = stats.TotalTokens;
        InputTokens = stats.InputTokens;
        CachedInputTokens = stats.CachedInputTokens;
        OutputTokens = stats.OutputTokens;
        CurrentRequests = currentRequests;
        QueueLength = queueLength;
        Since = stats.Since;
        LastRequestAt = stats.LastRequestAt;
    }

    public long TotalRequests { get; }
    public long SuccessfulRequests { get; }
    public long FailedRequests { get; }
    public long CancelledRequests { get; }
    public long RejectedRequests { get; }
    public long RetriedAttempts { get; }
    public long RateLimitedAttempts { get; }
    public long TotalTokens { get; }
    public long InputTokens { get; }
    public long CachedInputTokens { get; }
    public long OutputTokens { get; }
    public int CurrentRequests { get; }
    public int QueueLength { get; }

    /// <summary>When counting began; in totals, the earliest; null where there is no endpoint.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>When a request was last counted.</summary>
    public DateTimeOffset? LastRequestAt { get; }
}
