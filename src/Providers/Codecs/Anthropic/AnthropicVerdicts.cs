using MultiplexCluster.Contracts.Requests;
using MultiplexCluster.Providers.Codecs.Delays;
using MultiplexCluster.Providers.Codecs.Errors;

namespace MultiplexCluster.Providers.Codecs.Anthropic;

/// <summary>What Anthropic's errors mean (platform.claude.com/docs/en/api/errors).</summary>
internal static class AnthropicVerdicts
{
    private const int Overloaded = 529;

    /// <summary>The limits in the headers; a reset is an RFC 3339 moment.</summary>
    private static readonly RateLimitBucket[] Buckets =
    [
        Bucket("anthropic-ratelimit-requests"),
        Bucket("anthropic-ratelimit-tokens"),
        Bucket("anthropic-ratelimit-input-tokens"),
        Bucket("anthropic-ratelimit-output-tokens"),
        Bucket("anthropic-priority-input-tokens"),
        Bucket("anthropic-priority-output-tokens"),
    ];

    /// <summary>Words of the messages that speak of money spent, not of a rate.</summary>
    private static readonly string[] SpendWords =
        ["credit balance", "spend limit", "spending limit", "spend cap", "spending cap", "usage limits", "monthly", "billing"];

    /// <summary>The verdict on an answer.</summary>
    public static Verdict Judge(in ErrorAnswer answer)
    {
        var body = ErrorBody.Read(answer.Body);
        var outcome = OutcomeOf(answer, body);
        return outcome switch
        {
            OutcomeClass.CallerFault => new Verdict(outcome, null),
            OutcomeClass.KeyRefused => new Verdict(outcome, null, OperatorDetail.Of(answer.Status, body)),
            OutcomeClass.OutOfQuota => new Verdict(outcome, null, OperatorDetail.Of(answer.Status, body, "spend limit or credit")),
            _ => new Verdict(outcome, RetryDelay.Find(answer, Buckets, bodyDelay: null, body.Message)),
        };
    }

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
            400 => SpeaksOf(body.Message, ["credit balance", "usage limits", "spend limit", "spending limit"]),
            429 => RetryDelay.FromHeaders(answer) is null && SpeaksOf(body.Message, SpendWords),
            _ => false,
        };
        return isSpent ? OutcomeClass.OutOfQuota : StatusOutcome.Of(answer.Status);
    }

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

    private static RateLimitBucket Bucket(string name) => new($"{name}-remaining", $"{name}-reset");
}
