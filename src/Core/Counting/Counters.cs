using MultiplexCluster.Contracts.Endpoints;
using MultiplexCluster.Contracts.Protocol;
using MultiplexCluster.Contracts.Requests;

namespace MultiplexCluster.Core.Counting;

/// <summary>An endpoint's counters. Sums stop at the largest number rather than turn negative.</summary>
public readonly record struct Counters(
    long Successful,
    long Failed,
    long Cancelled,
    long Rejected,
    long Retried,
    long RateLimited,
    TokenUsage Tokens,
    DateTimeOffset Since,
    DateTimeOffset? LastRequestAt)
{
    /// <summary>The counters with one report more: the request's final outcome once, each attempt's tokens.</summary>
    public Counters With(Report report, DateTimeOffset wallNow)
    {
        if (report.IsKeyCheck)
        {
            return this;
        }

        var counted = this with
        {
            RateLimited = RateLimited + (report.Attempt is OutcomeClass.RateLimited ? 1 : 0),
            Retried = Retried + (report.Attempt is not null && report.Request is null ? 1 : 0),
            Tokens = Sum(Tokens, report.Usage),
        };
        return report.Request switch
        {
            null => counted,
            RequestOutcome.Succeeded => counted with { Successful = Successful + 1, LastRequestAt = wallNow },
            RequestOutcome.Failed => counted with { Failed = Failed + 1, LastRequestAt = wallNow },
            RequestOutcome.Cancelled => counted with { Cancelled = Cancelled + 1, LastRequestAt = wallNow },
            RequestOutcome.Rejected => counted with { Rejected = Rejected + 1, LastRequestAt = wallNow },
            _ => throw new ArgumentOutOfRangeException(nameof(report), report.Request, "unknown outcome"),
        };
    }

    /// <summary>The counters with one request more that failed with the node that made its call.</summary>
    public Counters WithLost(DateTimeOffset wallNow) => this with { Failed = Failed + 1, LastRequestAt = wallNow };

    /// <summary>Zero from <paramref name="wallNow"/> on.</summary>
    public static Counters From(DateTimeOffset wallNow) => new() { Since = wallNow };

    /// <summary>As operators see them.</summary>
    public EndpointStats ToStats() => new()
    {
        SuccessfulRequests = Successful,
        FailedRequests = Failed,
        CancelledRequests = Cancelled,
        RejectedRequests = Rejected,
        RetriedAttempts = Retried,
        RateLimitedAttempts = RateLimited,
        InputTokens = Tokens.Input,
        CachedInputTokens = Tokens.CachedInput,
        OutputTokens = Tokens.Output,
        TotalTokens = Tokens.Total,
        Since = Since,
        LastRequestAt = LastRequestAt,
    };

    /// <summary>Read back from a checkpoint.</summary>
    public static Counters Of(EndpointStats stats) => new(
        stats.SuccessfulRequests,
        stats.FailedRequests,
        stats.CancelledRequests,
        stats.RejectedRequests,
        stats.RetriedAttempts,
        stats.RateLimitedAttempts,
        new TokenUsage(stats.InputTokens, stats.CachedInputTokens, stats.OutputTokens, stats.TotalTokens),
        stats.Since,
        stats.LastRequestAt);

    private static TokenUsage Sum(TokenUsage a, TokenUsage b) =>
        new(Add(a.Input, b.Input), Add(a.CachedInput, b.CachedInput), Add(a.Output, b.Output), Add(a.Total, b.Total));

    private static long Add(long sum, long more)
    {
        var added = Math.Max(more, 0);
        return sum > long.MaxValue - added ? long.MaxValue : sum + added;
    }
}
