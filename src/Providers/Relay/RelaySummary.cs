using MultiplexCluster.Contracts.Identity;
using MultiplexCluster.Contracts.Requests;
using MultiplexCluster.Providers.Calls;

namespace MultiplexCluster.Providers.Relay;

/// <summary>How a request ended, for its log line.</summary>
/// <param name="Endpoint">Who answered; <c>default</c> where nobody was asked.</param>
/// <param name="Attempts">Calls made.</param>
/// <param name="QueueMs">Waited in queues and backoff.</param>
/// <param name="Status">What the caller got; 0 where it left before.</param>
/// <param name="Outcome">How it counts.</param>
/// <param name="Usage">Tokens of the last attempt.</param>
/// <param name="Error">What went wrong where no answer of a provider says it; null otherwise.</param>
public readonly record struct RelaySummary(
    EndpointId Endpoint, int Attempts, long QueueMs, int Status, RequestOutcome Outcome, TokenUsage Usage, ServiceError? Error)
{
    /// <summary>The summary of a request whose flow has returned.</summary>
    public static RelaySummary Of(RelayRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        var answer = request.Answer;
        return new RelaySummary(
            answer.Endpoint, answer.Attempts, answer.QueueMs, request.Status, OutcomeOf(request, answer), request.LastAttempt.Usage,
            answer.Error ?? (answer.Kind is FinalAnswerKind.Delivered ? request.LastAttempt.Error : null));
    }

    // What the caller has received says it, whatever the router's last word was.
    private static RequestOutcome OutcomeOf(RelayRequest request, in FinalAnswer answer) => answer.Kind switch
    {
        _ when request.LastAttempt.AnswerStarted => OfStarted(request.LastAttempt.Outcome),
        FinalAnswerKind.PassOn or FinalAnswerKind.PassOnExhausted => RequestOutcome.Failed,

        FinalAnswerKind.Refused when answer.Error!.Code is ServiceErrorCode.RequestCancelled => RequestOutcome.Cancelled,

        // An error that stands for the provider's missing answer is a failure; any other is the service's own no.
        FinalAnswerKind.Refused => answer.Error!.Code is ServiceErrorCode.UpstreamError or ServiceErrorCode.UpstreamTimeout
            ? RequestOutcome.Failed
            : RequestOutcome.Rejected,

        // Nobody had to be told: the caller left, in an attempt or while it waited.
        FinalAnswerKind.Delivered => RequestOutcome.Cancelled,
        _ => throw new InvalidOperationException($"unknown answer {answer.Kind}"),
    };

    private static RequestOutcome OfStarted(OutcomeClass outcome) => outcome switch
    {
        OutcomeClass.Success => RequestOutcome.Succeeded,
        OutcomeClass.Cancelled => RequestOutcome.Cancelled,
        _ => RequestOutcome.Failed,
    };
}
