using MultiplexCluster.Contracts.Endpoints;

namespace MultiplexCluster.Host.Admin.Stats;

/// <summary>Adds counters up.</summary>
internal static class StatsTotals
{
    public static StatsTotalsBody Of(IReadOnlyCollection<EndpointDetails> endpoints, ProviderKind? provider)
    {
        var sum = endpoints.Select(endpoint => endpoint.Stats).Aggregate(new EndpointStats { Since = DateTimeOffset.MaxValue }, Add);
        return new StatsTotalsBody(sum, endpoints.Sum(one => one.CurrentRequests), endpoints.Sum(one => one.QueueLength))
        {
            Provider = provider?.ToWireName(),
            EndpointsCount = endpoints.Count,
            Since = endpoints.Count > 0 ? sum.Since : null,
        };
    }

    private static EndpointStats Add(EndpointStats a, EndpointStats b) => new()
    {
        SuccessfulRequests = Add(a.SuccessfulRequests, b.SuccessfulRequests),
        FailedRequests = Add(a.FailedRequests, b.FailedRequests),
        CancelledRequests = Add(a.CancelledRequests, b.CancelledRequests),
        RejectedRequests = Add(a.RejectedRequests, b.RejectedRequests),
        RetriedAttempts = Add(a.RetriedAttempts, b.RetriedAttempts),
        RateLimitedAttempts = Add(a.RateLimitedAttempts, b.RateLimitedAttempts),
        TotalTokens = Add(a.TotalTokens, b.TotalTokens),
        InputTokens = Add(a.InputTokens, b.InputTokens),
        CachedInputTokens = Add(a.CachedInputTokens, b.CachedInputTokens),
        OutputTokens = Add(a.OutputTokens, b.OutputTokens),
        Since = a.Since < b.Since ? a.Since : b.Since,
        LastRequestAt = b.LastRequestAt is null || a.LastRequestAt > b.LastRequestAt ? a.LastRequestAt : b.LastRequestAt,
    };

    // Providers may report absurd token counts: a sum stays at the largest number instead of turning negative.
    private static long Add(long a, long b) => a > long.MaxValue - b ? long.MaxValue : a + b;
}
