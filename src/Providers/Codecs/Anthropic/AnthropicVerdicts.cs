using MultiplexCluster.Contracts.Requests;
using MultiplexCluster.Providers.Codecs.Delays;
using MultiplexCluster.Providers.Codecs.Errors;

namespace MultiplexCluster.Providers.Codecs.Anthropic;

/// <summary>What Anthropic's errors mean (platform.claude.com/docs/en/api/errors).</summary>
internal static class AnthropicVerdicts
{
    private const int Overloaded = 529;

    /// <summary>The limits in the headers; a reset is an RFC 3339 moment, in a subscription's (<c>unified</c>, github.com/Wei-Shaw/sub2api/issues/3249) Unix seconds.</summary>
    private static readonly RateLimitBucket[] KeyBuckets =
    [
        Bucket("anthropic-ratelimit-requests"),
        Bucket("anthropic-ratelimit-tokens"),
        Bucket("anthropic-ratelimit-input-tokens"),
        Bucket("anthropic-ratelimit-output-tokens"),
        Unified(string.Empty),
        Unified("5h-"),
        Unified("7d-"),
    ];

    /// <summary>Those of the priority tier too. Where only that is used up, calls are served by the standard tier.</summary>
    private static readonly RateLimitBucket[] Buckets =
        [.. KeyBuckets, Bucket("anthropic-priority-input-tokens"), Bucket("anthropic-priority-output-tokens")];

    /// <summary>Words in a 429 that speak of money spent, not of a rate.</summary>
    private static readonly string[] SpendWords =
        ["credit balance", "spend limit", "spending limit", "spend cap", "spending cap", "usage limits", "monthly"];

    /// <summary>The verdict on an answer.</summary>
    public static Verdict Judge(in ErrorAnswer answer)
    {
        var body = ErrorBody.Read(answer.Body);
        return Verdicts.Of(OutcomeOf(answer, body), answer, body, Buckets, "spend limit or credit");
    }

    /// <summary>What a good answer's headers say of a limit that is used up. Which models share it they don't say: it is taken for the key's.</summary>
    public static ReachedLimit? LimitReached(IAnswerHeaders headers, DateTimeOffset now) =>
        RetryDelay.FromBuckets(headers, now, KeyBuckets) is { } remaining ? new ReachedLimit(remaining, PauseScope.Key) : null;

    /// <summary>The verdict on an error inside a stream, by the status its type has as an answer.</summary>
    public static Verdict JudgeReported(ErrorBody error) => ReportedError.Judge(
        error.Type switch
        {
            null or "api_error" or "timeout_error" => ReportedError.Unnamed,
            "overloaded_error" => Overloaded,
            "rate_limit_error" => 429,
            "billing_error" => 402,
            _ => 400,
        },
        error);

    private static OutcomeClass OutcomeOf(in ErrorAnswer answer, ErrorBody body)
    {
        if (answer.Status == Overloaded || (answer.Status >= 500 && body.Type == "overloaded_error"))
        {
            return OutcomeClass.ProviderOverloaded;
        }

        var isSpent = answer.Status switch
        {
            >= 400 and < 500 when body.Type == "billing_error" => true,
            // A limit the account's owner set is a 400; the tier's own cap is a 429 that names no delay.
            400 => SaysSpent(body.Message),
            429 => RetryDelay.FromHeaders(answer) is null && SpeaksOf(body.Message, SpendWords),
            _ => false,
        };
        return isSpent ? OutcomeClass.OutOfQuota : StatusOutcome.Of(answer);
    }

    /// <summary>
    /// The sentences of a 400 that speak of the account: "Your credit balance is too low to access the Anthropic API. …",
    /// "You have reached your specified (workspace) API usage limits. You will regain access on …"
    /// (github.com/anthropics/claude-code/issues/66314, 38035, 55998). Other 400s repeat what the caller sent: header
    /// values in the middle, a field's name before a colon. Neither must pass for one of these.
    /// </summary>
    private static bool SaysSpent(string? message) =>
        message is not null
        && (message.StartsWith("Your credit balance is too low", StringComparison.Ordinal)
            || message.StartsWith("You have reached your specified", StringComparison.Ordinal))
        && !message.Contains(": ", StringComparison.Ordinal);

    private static bool SpeaksOf(string? message, ReadOnlySpan<string> words)
    {
        foreach (var word in words)
        {
            if (message?.Contains(word, StringComparison.OrdinalIgnoreCase) == true)
            {
                return true;
            }
        }

        return false;
    }

    private static RateLimitBucket Unified(string window) =>
        new($"anthropic-ratelimit-unified-{window}status", $"anthropic-ratelimit-unified-{window}reset");

    private static RateLimitBucket Bucket(string name) => new($"{name}-remaining", $"{name}-reset");
}
