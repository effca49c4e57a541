using MultiplexCluster.Contracts.Requests;

namespace MultiplexCluster.Core.Retrying;

/// <summary>What follows the end of an attempt. Where to, and whether a retry is left, is the routing's part.</summary>
public static class RetryRules
{
    /// <summary>The step after an attempt.</summary>
    public static NextStep After(OutcomeClass outcome, in AttemptFacts facts)
    {
        // Once a byte went to the caller there is no second answer.
        if (facts.AnswerStarted)
        {
            return NextStep.Deliver;
        }

        return outcome switch
        {
            _ when facts.BodyIsSpent && outcome is not (OutcomeClass.Success or OutcomeClass.Cancelled or OutcomeClass.BrokenStream) => NextStep.PassOn,
            OutcomeClass.Success or OutcomeClass.Cancelled or OutcomeClass.BrokenStream => NextStep.Deliver,
            OutcomeClass.CallerFault => NextStep.PassOn,
            OutcomeClass.KeyRefused or OutcomeClass.OutOfQuota or OutcomeClass.NotWithThisKey or OutcomeClass.AddressBlocked =>
                facts.IsPinned ? NextStep.PassOn : NextStep.TryElsewhere,
            OutcomeClass.Failing or OutcomeClass.PermitLost => facts.MayRepeat ? NextStep.TryAnywhere : NextStep.PassOn,
            OutcomeClass.RateLimited => NextStep.TryAnywhere,

            // Another key of the same provider would meet the same overload.
            OutcomeClass.ProviderOverloaded => facts.MayRepeat ? NextStep.TryHere : NextStep.PassOn,
            _ => throw new ArgumentOutOfRangeException(nameof(outcome), outcome, "unknown outcome"),
        };
    }
}

/// <summary>What the step after an attempt depends on.</summary>
/// <param name="AnswerStarted">Bytes of the answer went to the caller.</param>
/// <param name="IsPinned">Only one endpoint may serve the request.</param>
/// <param name="MayRepeat">Making the call again can't create something paid for twice.</param>
/// <param name="BodyIsSpent">The body of the call has passed: it can't be made again.</param>
public readonly record struct AttemptFacts(bool AnswerStarted, bool IsPinned, bool MayRepeat, bool BodyIsSpent = false);

/// <summary>The steps after an attempt.</summary>
public enum NextStep
{
    /// <summary>The caller has its answer, or has left.</summary>
    Deliver,

    /// <summary>The provider's answer is the caller's.</summary>
    PassOn,

    /// <summary>Another endpoint, never this one.</summary>
    TryElsewhere,

    /// <summary>Another endpoint, or this one after a delay.</summary>
    TryAnywhere,

    /// <summary>This endpoint after a delay.</summary>
    TryHere,
}
