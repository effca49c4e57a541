using MultiplexCluster.Contracts.Requests;
using MultiplexCluster.Providers.Codecs.Delays;
using MultiplexCluster.Providers.Codecs.Errors;

namespace MultiplexCluster.Providers.Codecs.OpenAi;

/// <summary>What OpenAI and Groq have in common in their errors: rate-limit headers and telling codes.</summary>
internal static class OpenAiLimits
{
    /// <summary>The buckets in their headers (developers.openai.com/api/reference/overview, console.groq.com/docs/rate-limits).</summary>
    public static IReadOnlyList<RateLimitBucket> Buckets { get; } =
    [
        Bucket("requests"),
        Bucket("tokens"),
        Bucket("tokens_usage_based"),
        Bucket("project-requests"),
        Bucket("project-tokens"),
    ];

    /// <summary>The class of an answer: the account's state first, then the status.</summary>
    public static OutcomeClass OutcomeOf(int status, ErrorBody body)
    {
        if (status is >= 400 and < 500 && (IsSpent(body.Code) || IsSpent(body.Type)))
        {
            return OutcomeClass.OutOfQuota;
        }

        // A project without access to one model, or an organization that blocked it, is no reason to put the key away:
        // any caller could do that by naming the model.
        return status == 403 && body.Code?.StartsWith("model_", StringComparison.Ordinal) == true
            ? OutcomeClass.CallerFault
            : StatusOutcome.Of(status);
    }

    /// <summary>The verdict of a class: how long, and a word for the operator that cannot carry a secret.</summary>
    public static Verdict VerdictOf(OutcomeClass outcome, in ErrorAnswer answer, ErrorBody body) => outcome switch
    {
        OutcomeClass.CallerFault => new Verdict(outcome, null),
        OutcomeClass.KeyRefused => new Verdict(outcome, null, OperatorDetail.Of(answer.Status, body)),
        OutcomeClass.OutOfQuota => new Verdict(outcome, null, OperatorDetail.Of(answer.Status, body)),
        _ => new Verdict(outcome, RetryDelay.Find(answer, Buckets, body.RetryDelay, body.Message)),
    };

    // The last is Groq's, with status 400: its organization's spend limit is reached (console.groq.com/docs/spend-limits).
    private static bool IsSpent(string? code) =>
        code is "insufficient_quota" or "billing_hard_limit_reached" or "billing_not_active" or "blocked_api_access";

    private static RateLimitBucket Bucket(string name) => new($"x-ratelimit-remaining-{name}", $"x-ratelimit-reset-{name}");
}
