using MultiplexCluster.Contracts.Requests;

namespace MultiplexCluster.Providers.Codecs.Errors;

/// <summary>What a status means where the body says nothing more.</summary>
internal static class StatusOutcome
{
    /// <summary>Redirects and all that is no HTTP error count as a failing provider.</summary>
    public static OutcomeClass Of(in ErrorAnswer answer) => answer.Status switch
    {
        401 or 403 => Denial.Of(answer, blamesKey: null),
        402 => OutcomeClass.OutOfQuota,
        408 => OutcomeClass.Failing,
        429 => OutcomeClass.RateLimited,
        >= 400 and < 500 => OutcomeClass.CallerFault,
        _ => OutcomeClass.Failing,
    };
}
