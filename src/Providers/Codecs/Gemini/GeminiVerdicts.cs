using MultiplexCluster.Contracts.Requests;
using MultiplexCluster.Providers.Codecs.Delays;
using MultiplexCluster.Providers.Codecs.Errors;

namespace MultiplexCluster.Providers.Codecs.Gemini;

/// <summary>What Gemini's errors mean (https://ai.google.dev/gemini-api/docs/troubleshooting).</summary>
internal static class GeminiVerdicts
{
    private const string Overloaded = "UNAVAILABLE";

    /// <summary>The verdict on an answer.</summary>
    public static Verdict Judge(in ErrorAnswer answer)
    {
        var body = ErrorBody.Read(answer.Body);
        var outcome = OutcomeOf(answer, body);
        var verdict = outcome == OutcomeClass.OutOfQuota && answer.Status == 429
            ? new Verdict(outcome, UntilReset(answer.Now), OperatorDetail.Of(answer.Status, body, "daily quota"))
            : Verdicts.Of(outcome, answer, body, []);
        return answer.Status == 429 && body.NamesModel ? verdict with { Scope = PauseScope.Model } : verdict;
    }

    /// <summary>The verdict on an error inside a stream: it names its status.</summary>
    public static Verdict JudgeReported(ErrorBody error) => ReportedError.Judge(
        (error.Number ?? ReportedError.Unnamed) switch
        {
            429 when error.HasDailyQuota => 402,
            503 when error.Status == Overloaded => 529,
            var status => status,
        },
        error) with { Scope = error is { Number: 429, NamesModel: true } ? PauseScope.Model : null };

    private static OutcomeClass OutcomeOf(in ErrorAnswer answer, ErrorBody body) => answer.Status switch
    {
        400 when body.Reason == "API_KEY_INVALID" => OutcomeClass.KeyRefused,
        400 when body.Status == "FAILED_PRECONDITION" && IsAboutTheAccount(body.Message) => OutcomeClass.KeyRefused,
        401 or 403 => Denial.Of(answer, BlamesKey(body)),
        429 when body.HasDailyQuota => OutcomeClass.OutOfQuota,
        503 when body.Status == Overloaded => OutcomeClass.ProviderOverloaded,
        _ => StatusOutcome.Of(answer),
    };

    /// <summary>
    /// <c>FAILED_PRECONDITION</c> says that the key's region or billing won't do, but also that a file isn't ready yet, and
    /// then repeats the file's name, which a caller chose: these are the sentences' beginnings, on the page above.
    /// </summary>
    private static bool IsAboutTheAccount(string? message) =>
        Begins(message, "User location is not supported")
        || Begins(message, "Gemini API free tier is not available")
        || Begins(message, "Please enable billing");

    /// <summary>
    /// A bad key is a 400. A 403 is also a file, cache or tuned model of another project; <c>API_KEY_SERVICE_BLOCKED</c> a
    /// restriction to other methods (github.com/continuedev/continue/issues/12781); <c>API_KEY_HTTP_REFERRER_BLOCKED</c>
    /// depends on the caller's <c>Referer</c>. The reasons are google.api.ErrorReason's.
    /// </summary>
    private static bool? BlamesKey(ErrorBody body) => body.Reason switch
    {
        "API_KEY_INVALID" or "API_KEY_IP_ADDRESS_BLOCKED" => true,
        "SERVICE_DISABLED" or "CONSUMER_SUSPENDED" or "CONSUMER_INVALID" or "BILLING_DISABLED" => true,
        null when Begins(body.Message, "Your API key was reported as leaked") => true,
        null => null,
        _ => false,
    };

    private static bool Begins(string? message, string words) => message?.StartsWith(words, StringComparison.Ordinal) == true;

    private static TimeSpan UntilReset(DateTimeOffset now)
    {
        var midnight = PacificTime.UntilMidnight(now);
        return midnight > RetryDelay.Longest ? RetryDelay.Longest : midnight;
    }
}
