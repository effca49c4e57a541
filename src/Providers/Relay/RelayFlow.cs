using MultiplexCluster.Contracts.Requests;
using MultiplexCluster.Providers.Calls;
using MultiplexCluster.Providers.Relay.Answers;

namespace MultiplexCluster.Providers.Relay;

/// <summary>The flow that owns a caller's connection: does what the router says until the final answer is given.</summary>
public static class RelayFlow
{
    /// <summary>
    /// Hands the request to the router and carries out its steps. Returns when everything was said to the caller; what
    /// is not flushed then is the connection owner's to flush.
    /// </summary>
    public static async Task<RelaySummary> RunAsync(RelayRequest request, IRequestRouter router, Forwarder forwarder)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(router);
        ArgumentNullException.ThrowIfNull(forwarder);
        var presence = new CallerPresence(request, router);
        request.Presence = presence;
        router.Execute(request);
        using var listening = presence.Listen();
        var last = default(AttemptResult);
        while (true)
        {
            if (request.TryGetAnswer(out var answer))
            {
                request.TakeOrder()?.Ended(RelayRequest.Unperformed);
                await FinalAnswerWriter.WriteAsync(request, answer);
                return Summarise(request, answer, last);
            }

            if (request.TakeOrder() is not { } order)
            {
                await request.StepArrives();
                continue;
            }

            last = new AttemptResult { Outcome = OutcomeClass.Failing, Error = AttemptFailures.BrokeOff };
            try
            {
                last = await forwarder.SendAsync(request, order);
            }
            finally
            {
                presence.Detach(endSaysSo: last.Outcome == OutcomeClass.Cancelled);
                order.Ended(last);
            }
        }
    }

    private static RelaySummary Summarise(RelayRequest request, in FinalAnswer answer, in AttemptResult last)
    {
        var outcome = answer.Kind switch
        {
            FinalAnswerKind.PassOn or FinalAnswerKind.PassOnExhausted => RequestOutcome.Failed,
            FinalAnswerKind.Refused => answer.Attempts > 0 ? RequestOutcome.Failed : RequestOutcome.Rejected,
            FinalAnswerKind.Delivered => last.Outcome switch
            {
                OutcomeClass.Success => RequestOutcome.Succeeded,
                OutcomeClass.BrokenStream => RequestOutcome.Failed,
                _ => RequestOutcome.Cancelled,
            },
            _ => throw new InvalidOperationException($"unknown answer {answer.Kind}"),
        };
        return new RelaySummary(answer.Endpoint, answer.Attempts, answer.QueueMs, request.Status, outcome, last.Usage);
    }
}
