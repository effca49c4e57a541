using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using MultiplexCluster.Providers.Calls;
using MultiplexCluster.Providers.Codecs;
using MultiplexCluster.Providers.Relay.Exchanges;

namespace MultiplexCluster.Providers.Relay.Answers;

/// <summary>
/// Carries a 2xx answer from the provider to the caller as its bytes come. Throws what breaks it; the exchange then
/// says how far it got. Buffers go back to the pool only on the good way: a read that was broken off may still write.
/// </summary>
internal static class AnswerPump
{
    /// <summary>
    /// An answer of known length up to this is read whole before the caller gets its first byte (one write instead of
    /// many, and one that breaks off can still be asked for again). Nothing else is held back.
    /// </summary>
    internal const int WholeLimit = 64 * 1024;

    private const int StreamPiece = 16 * 1024;
    private const int BulkPiece = 64 * 1024;
    private const int UnflushedLimit = 64 * 1024;

    /// <summary>Relays the answer to its end; says what it was.</summary>
    internal static ValueTask<AnswerEnd> RelayAsync(
        HttpResponseMessage response, RelayRequest request, AttemptOrder order, Exchange exchange)
    {
        var head = AnswerHead.Of(response);
        if (!head.IsFramedSoundly)
        {
            throw new HttpRequestException(HttpRequestError.InvalidResponse, "the answer's framing contradicts itself");
        }

        exchange.Head = head;
        exchange.Reader = request.Codec.ReadAnswer(request.Route, head.MediaType);
        exchange.Enter(ExchangePhase.Reading);
        return head.Length <= WholeLimit && !head.IsEventStream
            ? WholeAsync(response, request, order, exchange)
            : StreamAsync(response, request, order, exchange);
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private static async ValueTask<AnswerEnd> WholeAsync(
        HttpResponseMessage response, RelayRequest request, AttemptOrder order, Exchange exchange)
    {
        var length = (int)exchange.Head.Length!.Value;
        var stream = response.Content.ReadAsStream(exchange.Token);
        var buffer = ArrayPool<byte>.Shared.Rent(Math.Max(1, length));
        var filled = 0;
        while (filled < length)
        {
            var count = await stream.ReadAsync(buffer.AsMemory(filled, length - filled), exchange.Token);
            if (count == 0)
            {
                throw new HttpRequestException(HttpRequestError.ResponseEnded, "the answer is shorter than it said");
            }

            exchange.Reader!.Read(buffer.AsSpan(filled, count));
            exchange.Progress();
            filled += count;
        }

        var end = exchange.Reader!.End();
        if (end != AnswerEnd.Incomplete)
        {
            Begin(response, request, order, exchange);
            request.Caller.Body.Write(buffer.AsSpan(0, length));
        }

        ArrayPool<byte>.Shared.Return(buffer);
        return end;
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private static async ValueTask<AnswerEnd> StreamAsync(
        HttpResponseMessage response, RelayRequest request, AttemptOrder order, Exchange exchange)
    {
        var stream = response.Content.ReadAsStream(exchange.Token);
        var body = request.Caller.Body;
        var reader = exchange.Reader!;
        var buffer = ArrayPool<byte>.Shared.Rent(exchange.Head.IsEventStream ? StreamPiece : BulkPiece);
        var flushAtOnce = exchange.Head.IsEventStream;
        var unflushed = 0;
        while (true)
        {
            var reading = stream.ReadAsync(buffer, exchange.Token);
            if (!reading.IsCompleted)
            {
                // Nothing is held back while the provider is waited for: neither what is written, nor the head of an
                // event stream.
                if (flushAtOnce && !exchange.AnswerStarted)
                {
                    Begin(response, request, order, exchange);
                    await FlushAsync(body, exchange);
                }
                else if (unflushed > 0)
                {
                    await FlushAsync(body, exchange);
                    unflushed = 0;
                }
            }

            var count = await reading;
            if (count == 0)
            {
                break;
            }

            exchange.Progress();
            reader.Read(buffer.AsSpan(0, count));
            if (!exchange.AnswerStarted)
            {
                Begin(response, request, order, exchange);
            }

            // Events go out before the next read is begun: what comes meanwhile is then read, and sent, together.
            body.Write(buffer.AsSpan(0, count));
            unflushed += count;
            if (flushAtOnce || unflushed >= UnflushedLimit)
            {
                await FlushAsync(body, exchange);
                unflushed = 0;
            }
        }

        // The server sends what is left by itself only while it has sent nothing yet, or ends a chunked body.
        if (unflushed > 0)
        {
            await FlushAsync(body, exchange);
        }

        ArrayPool<byte>.Shared.Return(buffer);
        var end = reader.End();
        if (!exchange.AnswerStarted && end != AnswerEnd.Incomplete)
        {
            Begin(response, request, order, exchange);
        }

        return end;
    }

    private static void Begin(HttpResponseMessage response, RelayRequest request, AttemptOrder order, Exchange exchange)
    {
        exchange.AnswerStarted = true;
        AnswerHead.Begin(response, exchange.Head.Length, request, order);
    }

    private static ValueTask FlushAsync(PipeWriter body, Exchange exchange)
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
