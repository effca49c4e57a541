using MultiplexCluster.Contracts.Requests;
using MultiplexCluster.Providers.Codecs.Delays;

namespace MultiplexCluster.Providers.Codecs.Errors;

/// <summary>The verdict of a class: how long, and a word for the operator that cannot carry a secret.</summary>
internal static class Verdicts
{
    /// <summary>The verdict; <paramref name="quotaRemark"/> says more of a spent account.</summary>
    public static Verdict Of(
        OutcomeClass outcome, in ErrorAnswer answer, ErrorBody body, IReadOnlyList<RateLimitBucket> buckets, string? quotaRemark = null) =>
        outcome switch
        {
            OutcomeClass.CallerFault or OutcomeClass.NotWithThisKey => new Verdict(outcome, null),
            OutcomeClass.KeyRefused => new Verdict(outcome, null, OperatorDetail.Of(answer.Status, body)),
            OutcomeClass.OutOfQuota => new Verdict(outcome, null, OperatorDetail.Of(answer.Status, body, quotaRemark)),
            _ => new Verdict(outcome, RetryDelay.Find(answer, buckets, body.RetryDelay, body.Message)),
        };
}
