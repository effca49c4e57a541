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
    /// is not flushed then is the connection owner's to flush. Nothing was said where <see cref="RelayRequest.IsPassedOver"/>. How it went stands in <see cref="RelaySummary.Of"/>.
    /// </summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    public static async ValueTask RunAsync(RelayRequest request, IRequestRouter router, Forwarder forwarder)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(router);
        ArgumentNullException.ThrowIfNull(forwarder);
        try
        {
            forwarder.Watch.Add(request);
            router.Execute(request);
            using var listening = request.ListenForLeaving(router);
            while (!request.IsDecided)
            {
                if (request.TakeOrder() is { } order)
                {
                    await PerformAsync(request, order, forwarder);
                }
                else
                {
                    await request.StepArrives();
                }
            }

            request.TakeOrder()?.Ended(RelayRequest.Unperformed);
            if (request is { Fallback: { } fallback, Status: 0 } && fallback.TakesOver(request.Answer, request.LastAttempt))
            {
                request.IsPassedOver = true;
                return;
            }

            await FinalAnswerWriter.WriteAsync(request, request.Answer);
        }
        finally
        {
            // For a flow that has failed: whatever the router still sends must end, or a permit is lost.
            request.Finish(FinalAnswer.Delivered(default, 0, 0));
            request.TakeOrder()?.Ended(RelayRequest.Unperformed);
            forwarder.Watch.Remove(request);
        }
    }

    /// <summary>Gives the answer of a request that was passed over, after all.</summary>
    public static ValueTask AnswerAsync(RelayRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        return FinalAnswerWriter.WriteAsync(request, request.Answer);
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private static async ValueTask PerformAsync(RelayRequest request, AttemptOrder order, Forwarder forwarder)
    {
        // Stands only where the forwarder breaks its word and throws.
        request.LastAttempt = new AttemptResult { Outcome = OutcomeClass.Failing, Error = AttemptFailures.BrokeOff };
        try
        {
            request.LastAttempt = await forwarder.SendAsync(request, order);
        }
        finally
        {
            request.Detach(endSaysSo: request.LastAttempt.Outcome == OutcomeClass.Cancelled);
            order.Ended(request.LastAttempt);
        }

        if (request.Ending is { } ending)
        {
            // Awaited only now: a caller who takes nothing must not hold the permit. One who has left changes nothing.
            await ending.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        if (request.IsBrokenOff)
        {
            await forwarder.CutCallerAsync(request);
        }

        if (request.LastAttempt.AnswerStarted || request.LastAttempt.Outcome is OutcomeClass.Cancelled)
        {
            // Nothing can follow: the router's own word, on its way, would only repeat it.
            request.Finish(request.LastAttempt is { Error: { } error, AnswerStarted: false }
                ? FinalAnswer.Refused(error, order.EndpointId, order.Attempt, order.QueueMs)
                : FinalAnswer.Delivered(order.EndpointId, order.Attempt, order.QueueMs));
        }
    }
}
