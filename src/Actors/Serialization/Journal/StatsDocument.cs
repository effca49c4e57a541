using MultiplexCluster.Contracts.Endpoints;

namespace MultiplexCluster.Actors.Serialization.Journal;

/// <summary>Counters as they are stored. A counter that comes later is not <c>required</c>: before it, it was 0.</summary>
internal sealed class StatsDocument
{
    public required long SuccessfulRequests { get; set; }
    public required long FailedRequests { get; set; }
    public required long CancelledRequests { get; set; }
    public required long RejectedRequests { get; set; }
    public required long RetriedAttempts { get; set; }
    public required long RateLimitedAttempts { get; set; }
    public required long TotalTokens { get; set; }
    public required long InputTokens { get; set; }
    public required long CachedInputTokens { get; set; }
    public required long OutputTokens { get; set; }
    public required DateTimeOffset Since { get; set; }
    public required DateTimeOffset? LastRequestAt { get; set; }

    internal static StatsDocument From(EndpointStats stats) => new()
    {
        SuccessfulRequests = stats.SuccessfulRequests,
        FailedRequests = stats.FailedRequests,
        CancelledRequests = stats.CancelledRequests,
        RejectedRequests = stats.RejectedRequests,
        RetriedAttempts = stats.RetriedAttempts,
        RateLimitedAttempts = stats.RateLimitedAttempts,
        TotalTokens = stats.TotalTokens,
        InputTokens = stats.InputTokens,
        CachedInputTokens = stats.CachedInputTokens,
        OutputTokens = stats.OutputTokens,
        Since = stats.Since,
        LastRequestAt = stats.LastRequestAt,
    };

    internal EndpointStats ToStats() => new()
    {
        SuccessfulRequests = SuccessfulRequests,
        FailedRequests = FailedRequests,
        CancelledRequests = CancelledRequests,
        RejectedRequests = RejectedRequests,
        RetriedAttempts = RetriedAttempts,
        RateLimitedAttempts = RateLimitedAttempts,
        TotalTokens = TotalTokens,
        InputTokens = InputTokens,
        CachedInputTokens = CachedInputTokens,
        OutputTokens = OutputTokens,
        Since = Since,
        LastRequestAt = LastRequestAt,
    };
}
