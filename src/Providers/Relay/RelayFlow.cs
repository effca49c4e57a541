using System.Runtime.CompilerServices;
using MultiplexCluster.Contracts.Requests;
using MultiplexCluster.Providers.Calls;
using MultiplexCluster.Providers.Relay.Answers;

namespace MultiplexCluster.Providers.Relay;

/// <summary>The flow that owns a caller's connection: does what the router says until the final answer is given.</summary>
public static class RelayFlow
{
    /// <summary>
    /// Hands the request to the router and carries out its steps. Returns when everything was said to the caller; what
    /// is not flushed then is the connection owner's to flush. How it went stands in <see cref="RelaySummary.Of"/>.
    /// </summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    public static async ValueTask RunAsync(RelayRequest request, IRequestRouter router, Forwarder forwarder)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(router);
        ArgumentNullException.ThrowIfNull(forwarder);
        request.Presence = new CallerPresence(request, router);
        router.Execute(request);
        using var listening = request.Presence.Listen();
        while (!request.IsDecided)
        {
            if (request.TakeOrder() is not { } order)
            {
                await request.StepArrives();
                continue;
            }

            // Stands only where the forwarder breaks its word and throws.
            request.LastAttempt = new AttemptResult { Outcome = OutcomeClass.Failing, Error = AttemptFailures.BrokeOff };
            try
            {
                request.LastAttempt = await forwarder.SendAsync(request, order);
            }
            finally
            {
                request.Presence.Detach(endSaysSo: request.LastAttempt.Outcome == OutcomeClass.Cancelled);
                order.Ended(request.LastAttempt);
            }

            if (request.IsBrokenOff)
            {
                await forwarder.CutCallerAsync(request);
            }

            if (request.LastAttempt.AnswerStarted || request.LastAttempt.Outcome is OutcomeClass.Cancelled)
            {
                // Nothing can follow: the router's own word, on its way, would only repeat it.
                request.Finish(FinalAnswer.Delivered(order.EndpointId, order.Attempt, order.QueueMs));
            }
        }

        request.TakeOrder()?.Ended(RelayRequest.Unperformed);
        await FinalAnswerWriter.WriteAsync(request, request.Answer);
    }
}
