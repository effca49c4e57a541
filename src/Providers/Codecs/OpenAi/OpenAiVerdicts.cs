using MultiplexCluster.Contracts.Requests;
using MultiplexCluster.Providers.Codecs.Delays;
using MultiplexCluster.Providers.Codecs.Errors;

namespace MultiplexCluster.Providers.Codecs.OpenAi;

/// <summary>What OpenAI's errors mean, and Groq's, which have the same shape, codes and rate-limit headers.</summary>
internal static class OpenAiVerdicts
{
    /// <summary>The buckets in their headers (developers.openai.com/api/reference/overview, console.groq.com/docs/rate-limits).</summary>
    private static readonly RateLimitBucket[] Buckets =
    [
        Bucket("requests"),
        Bucket("tokens"),
        Bucket("tokens_usage_based"),
        Bucket("project-requests"),
        Bucket("project-tokens"),
    ];

    /// <summary>The verdict on an answer; <paramref name="own"/> is the class of a status that only this vendor has.</summary>
    public static Verdict Judge(in ErrorAnswer answer, OutcomeClass? own = null)
    {
        var body = ErrorBody.Read(answer.Body);
        return Verdicts.Of(own ?? OutcomeOf(answer, body), answer, body, Buckets);
    }

    /// <summary>What a good answer's headers say of a limit that is used up. OpenAI's and Groq's are each model's own.</summary>
    public static ReachedLimit? LimitReached(IAnswerHeaders headers, DateTimeOffset now) =>
        RetryDelay.FromBuckets(headers, now, Buckets) is { } remaining ? new ReachedLimit(remaining, PauseScope.Model) : null;

    /// <summary>
    /// The verdict on an error inside a stream. The codes of a failed response are those of the caller's input but for
    /// these (developers.openai.com/api/reference, "ResponseError"). Gemini's OpenAI surface gives the status as code.
    /// </summary>
    public static Verdict JudgeReported(ErrorBody error) => ReportedError.Judge(
        error.Number ?? (error.Code ?? error.Type) switch
        {
            null => ReportedError.Unnamed,
            _ when IsSpent(error.Code) || IsSpent(error.Type) => 402,
            _ when IsTooLarge(error.Message) => 413,
            "rate_limit_exceeded" => 429,
            _ when IsOfTheServer(error.Code) || IsOfTheServer(error.Type) => ReportedError.Unnamed,
            _ => 400,
        },
        error);

    private static OutcomeClass OutcomeOf(in ErrorAnswer answer, ErrorBody body) => answer.Status switch
    {
        >= 400 and < 500 when IsSpent(body.Code) || IsSpent(body.Type) => OutcomeClass.OutOfQuota,
        401 or 403 => Denial.Of(answer, BlamesKey(body)),
        413 or 429 when IsTooLarge(body.Message) => OutcomeClass.NotWithThisKey,
        _ => StatusOutcome.Of(answer),
    };

    /// <summary>
    /// A restricted key gets "You have insufficient permissions for this operation. Missing scopes: …" as a 401 without a
    /// code (github.com/continuedev/continue/issues/10059), a call for the dashboard "Your request to GET … must be made
    /// with a session key" (github.com/JuliaML/OpenAI.jl/issues/46) or the code <c>missing_scope</c>. A project without
    /// access to a model, or an organization that blocked it, is a 403 with a code about the model.
    /// </summary>
    private static bool? BlamesKey(ErrorBody body) => body.Code switch
    {
        "invalid_api_key" or "account_deactivated" or "ip_not_authorized" or "unsupported_country_region_territory" => true,
        "invalid_organization" or "mismatched_organization" or "mismatched_project" => true,
        "missing_scope" => false,
        { } code when code.StartsWith("model_", StringComparison.Ordinal) => false,
        _ when Begins(body.Message, "You have insufficient permissions") || Begins(body.Message, "Your request to ") => false,
        _ => null,
    };

    /// <summary>
    /// "Request too large for … on tokens per min (TPM): Limit 30000, Requested 35364": no waiting helps, and the key is
    /// good for smaller ones, though it bears the code of a rate limit (github.com/vercel/ai/issues/6534).
    /// </summary>
    private static bool IsTooLarge(string? message) => Begins(message, "Request too large");

    // The last is Groq's, with status 400: its organization's spend limit is reached (console.groq.com/docs/spend-limits).
    private static bool IsSpent(string? code) =>
        code is "insufficient_quota" or "billing_hard_limit_reached" or "billing_not_active" or "blocked_api_access";

    private static bool IsOfTheServer(string? code) =>
        code is "server_error" or "internal_server_error" or "internal_error" or "server_is_overloaded" or "slow_down"
            or "vector_store_timeout";

    private static bool Begins(string? message, string words) => message?.StartsWith(words, StringComparison.Ordinal) == true;

    private static RateLimitBucket Bucket(string name) => new($"x-ratelimit-remaining-{name}", $"x-ratelimit-reset-{name}");
}
