using System.Text.Json;

namespace MultiplexCluster.Host.Tests.Service;

/// <summary>The counters of an endpoint, or of several together.</summary>
internal sealed record Counts(long Total, long Successful, long Failed, long Cancelled, long Rejected)
{
    public long Retried { get; init; }

    public long RateLimited { get; init; }

    public long Input { get; init; }

    public long Cached { get; init; }

    public long Output { get; init; }

    public long Tokens { get; init; }

    public int Running { get; init; }

    public int QueueLength { get; init; }

    /// <summary>The outcomes alone.</summary>
    public (long Total, long Successful, long Failed, long Cancelled, long Rejected) Outcomes =>
        (Total, Successful, Failed, Cancelled, Rejected);

    public static Counts Of(JsonElement stats)
    {
        long Number(string name) => stats.GetProperty(name).GetInt64();
        return new Counts(
            Number("total_requests"), Number("successful_requests"), Number("failed_requests"),
            Number("cancelled_requests"), Number("rejected_requests"))
        {
            Retried = Number("retried_attempts"),
            RateLimited = Number("rate_limited_attempts"),
            Input = Number("input_tokens"),
            Cached = Number("cached_input_tokens"),
            Output = Number("output_tokens"),
            Tokens = Number("total_tokens"),
            Running = (int)Number("current_requests"),
            QueueLength = (int)Number("queue_length"),
        };
    }
}
