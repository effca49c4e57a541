using MultiplexCluster.Contracts.Requests;
using MultiplexCluster.Providers.Codecs.Delays;
using MultiplexCluster.Providers.Codecs.Errors;

namespace MultiplexCluster.Providers.Codecs.Gemini;

/// <summary>What Gemini's errors mean (https://ai.google.dev/gemini-api/docs/troubleshooting).</summary>
internal static class GeminiVerdicts
{
    /// <summary>The verdict on an answer.</summary>
    public static Verdict Judge(in ErrorAnswer answer)
    {
        var body = ErrorBody.Read(answer.Body);
        var outcome = OutcomeOf(answer.Status, body);
        return outcome switch
        {
            OutcomeClass.CallerFault => new Verdict(outcome, null),
            OutcomeClass.KeyRefused => new Verdict(outcome, null, OperatorDetail.Of(answer.Status, body)),
            OutcomeClass.OutOfQuota when answer.Status == 429 =>
                new Verdict(outcome, UntilReset(answer.Now), OperatorDetail.Of(answer.Status, body, "daily quota")),
            OutcomeClass.OutOfQuota => new Verdict(outcome, null, OperatorDetail.Of(answer.Status, body)),
            _ => new Verdict(outcome, RetryDelay.Find(answer, [], body.RetryDelay, body.Message)),
        };
    }

    private static OutcomeClass OutcomeOf(int status, ErrorBody body) => status switch
    {
        400 or 401 or 403 when body.Reason == "API_KEY_INVALID" => OutcomeClass.KeyRefused,
        400 when body.Status == "FAILED_PRECONDITION" && IsAboutTheAccount(body.Message) => OutcomeClass.KeyRefused,
        403 when IsAboutAnObject(body.Message) => OutcomeClass.CallerFault,
        429 when body.HasDailyQuota => OutcomeClass.OutOfQuota,
        503 when body.Status == "UNAVAILABLE" => OutcomeClass.ProviderOverloaded,
        _ => StatusOutcome.Of(status),
    };

    /// <summary>
    /// <c>FAILED_PRECONDITION</c> says that the key's region or billing won't do, but also that a file isn't ready yet:
    /// only the former is the key's fault.
    /// </summary>
    private static bool IsAboutTheAccount(string? message) =>
        Has(message, "location is not supported") || Has(message, "billing");

    /// <summary>A file or cache of another project, or none at all, is a 403 as well: no reason to put the key away.</summary>
    private static bool IsAboutAnObject(string? message) =>
        Has(message, "it may not exist") || Has(message, "not found (or permission denied)");

    private static bool Has(string? message, string words) =>
        message?.Contains(words, StringComparison.OrdinalIgnoreCase) == true;

    private static TimeSpan UntilReset(DateTimeOffset now)
    {
        var midnight = PacificTime.UntilMidnight(now);
        return midnight > RetryDelay.Longest ? RetryDelay.Longest : midnight;
    }
}
