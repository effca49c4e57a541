using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using MultiplexCluster.Contracts.Requests;
using MultiplexCluster.Providers.Calls;
using MultiplexCluster.Providers.Relay.Exchanges;

namespace MultiplexCluster.Providers.Relay.Answers;

/// <summary>The steps that all ways of carrying an answer have in common.</summary>
internal static class AnswerSteps
{
    /// <summary>
    /// The stream has given its last event. A provider that then breaks off, or doesn't end the body, takes nothing from
    /// the answer; and the key's slot isn't held for the whole idle timeout.
    /// </summary>
    internal static async ValueTask<int> LastReadAsync(ValueTask<int> reading, Exchange exchange)
    {
        exchange.Enter(ExchangePhase.SaidAll);
        try
        {
            return await reading;
        }
        catch (Exception failure) when (failure is IOException or HttpRequestException or OperationCanceledException
            && exchange.Cause is AbortCause.None or AbortCause.IdleTimeout)
        {
            exchange.EndedEarly = true;
            return 0;
        }
    }

    /// <summary>Bytes of the answer's body have come: its clocks, and what waits for a probe's verdict, hear of it.</summary>
    internal static void BytesCame(Exchange exchange, AttemptOrder order)
    {
        if (exchange.HasFirstByte)
        {
            exchange.Progress();
            return;
        }

        exchange.FirstByteCame();
        if (order.IsProbe)
        {
            order.HeadersArrived(OutcomeClass.Success);
        }
    }

    /// <summary>Sends what was written; where the caller doesn't take it, its clock runs instead of the provider's.</summary>
    internal static ValueTask FlushAsync(PipeWriter body, Exchange exchange)
    {
        var flushing = body.FlushAsync(exchange.Token);
        if (!flushing.IsCompletedSuccessfully)
        {
            return WaitForCallerAsync(flushing, exchange);
        }

        ThrowIfGone(flushing.Result, exchange);
        return ValueTask.CompletedTask;
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private static async ValueTask WaitForCallerAsync(ValueTask<FlushResult> flushing, Exchange exchange)
    {
        exchange.Enter(ExchangePhase.Writing);
        ThrowIfGone(await flushing, exchange);
        exchange.Enter(ExchangePhase.Reading);
    }

    private static void ThrowIfGone(FlushResult result, Exchange exchange)
    {
        if (result.IsCompleted || result.IsCanceled)
        {
            exchange.Abort(AbortCause.CallerLeft);
            throw new OperationCanceledException("the caller takes no more");
        }
    }
}
