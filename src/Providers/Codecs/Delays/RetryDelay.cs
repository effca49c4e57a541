namespace MultiplexCluster.Providers.Codecs.Delays;

/// <summary>
/// Finds the delay an error answer asks for. The first source that says something sensible wins:
/// <c>retry-after-ms</c>, <c>retry-after</c> (seconds or a date), a delay in the body, on 429 the reset of the buckets
/// that have nothing remaining (the latest of them), the words "try again in …" or "retry in …". Negative, not a
/// number and garbage count as not said; anything over 24 hours is 24 hours.
/// </summary>
public static class RetryDelay
{
    /// <summary>What Anthropic's subscription limits say instead of nothing remaining.</summary>
    private const string Rejected = "rejected";

    /// <summary>The longest delay that is believed.</summary>
    public static TimeSpan Longest { get; } = TimeSpan.FromHours(24);

    /// <summary>The delay an answer asks for, or null.</summary>
    /// <param name="answer">Status, headers and clock.</param>
    /// <param name="buckets">The dialect's rate-limit headers.</param>
    /// <param name="bodyDelay">A protobuf duration from the body, or null.</param>
    /// <param name="message">The error's message, or null.</param>
    public static TimeSpan? Find(
        in ErrorAnswer answer, IReadOnlyList<RateLimitBucket> buckets, string? bodyDelay, string? message) =>
        FromHeaders(answer)
        ?? (bodyDelay is null ? null : DurationText.Protobuf(bodyDelay))
        ?? (answer.Status == 429 ? FromBuckets(answer.Headers, answer.Now, buckets) : null)
        ?? (message is null ? null : FromWords(message));

    /// <summary>The delay in <c>retry-after-ms</c> or <c>retry-after</c>, or null.</summary>
    public static TimeSpan? FromHeaders(in ErrorAnswer answer)
    {
        if (answer.Headers.First("retry-after-ms") is { } milliseconds
            && DurationText.Milliseconds(FirstOf(milliseconds)) is { } exact)
        {
            return exact;
        }

        if (answer.Headers.First("retry-after") is not { } text)
        {
            return null;
        }

        if (DurationText.Seconds(FirstOf(text)) is { } seconds)
        {
            return seconds;
        }

        return (MomentText.HttpDate(text, answer.Now) ?? MomentText.Rfc3339(text)) is { } moment
            ? Until(moment, ServerClock(answer.Headers, answer.Now))
            : null;
    }

    /// <summary>The delay in the words of a message, or null: "Please try again in 6m0s."</summary>
    public static TimeSpan? FromWords(string message)
    {
        ArgumentNullException.ThrowIfNull(message);
        foreach (var phrase in (ReadOnlySpan<string>)["try again in ", "retry in "])
        {
            var at = message.IndexOf(phrase, StringComparison.OrdinalIgnoreCase);
            if (at >= 0 && DurationText.Units(message.AsSpan(at + phrase.Length), out var delay) > 0)
            {
                return delay;
            }
        }

        return null;
    }

    /// <summary>The latest reset of the buckets that have nothing remaining, or null.</summary>
    public static TimeSpan? FromBuckets(IAnswerHeaders headers, DateTimeOffset now, IReadOnlyList<RateLimitBucket> buckets)
    {
        ArgumentNullException.ThrowIfNull(headers);
        ArgumentNullException.ThrowIfNull(buckets);
        TimeSpan? latest = null;
        foreach (var bucket in buckets)
        {
            var isEmpty = headers.First(bucket.Remaining) is { } remaining
                && (DurationText.Seconds(remaining) == TimeSpan.Zero || remaining == Rejected);
            if (isEmpty && headers.First(bucket.Reset) is { } reset && ResetDelay(reset, headers, now) is { } delay)
            {
                latest = latest > delay ? latest : delay;
            }
        }

        return latest;
    }

    /// <summary>A reset that is now, or was, says nothing about an empty bucket: Azure sends 0 and -1 for "unknown".</summary>
    private static TimeSpan? ResetDelay(string reset, IAnswerHeaders headers, DateTimeOffset now)
    {
        var delay = (MomentText.UnixSeconds(reset) ?? MomentText.Rfc3339(reset)) is { } moment
            ? Until(moment, ServerClock(headers, now))
            : DurationText.Go(reset);
        return delay > TimeSpan.Zero ? delay : null;
    }

    /// <summary>A date is meant by the clock that wrote it: the answer's own <c>Date</c> where it has one.</summary>
    private static DateTimeOffset ServerClock(IAnswerHeaders headers, DateTimeOffset now) =>
        headers.First("date") is { } date && MomentText.HttpDate(date, now) is { } moment ? moment : now;

    private static TimeSpan Until(DateTimeOffset moment, DateTimeOffset now) =>
        moment <= now ? TimeSpan.Zero : moment - now > Longest ? Longest : moment - now;

    /// <summary>Two headers joined into a list: the first counts. (A date's comma is behind no number.)</summary>
    private static ReadOnlySpan<char> FirstOf(string value)
    {
        var comma = value.IndexOf(',', StringComparison.Ordinal);
        return comma < 0 ? value : value.AsSpan(0, comma);
    }
}
