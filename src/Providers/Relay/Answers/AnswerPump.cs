using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using MultiplexCluster.Contracts.Requests;
using MultiplexCluster.Providers.Calls;
using MultiplexCluster.Providers.Codecs;
using MultiplexCluster.Providers.Codecs.Answers;
using MultiplexCluster.Providers.Relay.Exchanges;

namespace MultiplexCluster.Providers.Relay.Answers;

/// <summary>
/// Carries a 2xx answer from the provider to the caller as its bytes come. The caller's head goes out with the first
/// byte of the body, so that an answer of which nothing has come yet can still be asked for again. Throws what breaks
/// it; the exchange then says how far it got. Buffers go back to the pool only on the good way: a read that was broken
/// off may still write.
/// </summary>
internal static class AnswerPump
{
    /// <summary>
    /// An answer of known length up to this, and JSON that isn't sent piecemeal up to this, is read whole before the
    /// caller gets its first byte (one write instead of many, and one that breaks off can still be asked for again).
    /// Nothing else is held back.
    /// </summary>
    internal const int WholeLimit = 64 * 1024;

    private const int StreamPiece = 16 * 1024;
    private const int BulkPiece = 64 * 1024;
    private const int UnflushedLimit = 64 * 1024;

    /// <summary>Relays the answer to its end; says what it was.</summary>
    internal static ValueTask<AnswerEnd> RelayAsync(
        HttpResponseMessage response, RelayRequest request, AttemptOrder order, Exchange exchange)
    {
        var head = AnswerHead.Of(response, request.Method);
        if (!head.IsFramedSoundly)
        {
            exchange.IsUnsound = true;
            throw new HttpRequestException(HttpRequestError.InvalidResponse, "the answer's framing contradicts itself");
        }

        exchange.Head = head;
        request.Objects?.Answered(response, order.EndpointId);
        if (head.IsBodiless)
        {
            exchange.Reader = OpaqueReader.Instance;
            Begin(response, head.Length, request, order, exchange);
            return ValueTask.FromResult(AnswerEnd.Complete);
        }

        exchange.Reader = request.Codec.ReadAnswer(request.Route, head.MediaType);
        exchange.Made = head.IsJson || head.IsEventStream ? request.Objects?.ReaderFor(head.IsEventStream, order.EndpointId) : null;
        return head.Length <= WholeLimit
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
            exchange.Made?.Read(buffer.AsSpan(filled, count));
            BytesCame(exchange, order);
            filled += count;
        }

        return Finish(buffer, length, response, request, order, exchange);
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private static async ValueTask<AnswerEnd> StreamAsync(
        HttpResponseMessage response, RelayRequest request, AttemptOrder order, Exchange exchange)
    {
        var stream = response.Content.ReadAsStream(exchange.Token);
        var body = request.Caller.Body;
        var flushAtOnce = exchange.Head.IsEventStream;
        var holdsBack = exchange.Head is { Length: null, IsJson: true } && exchange.Reader is not JsonBodyReader { IsStream: true };
        var buffer = ArrayPool<byte>.Shared.Rent(flushAtOnce ? StreamPiece : BulkPiece);
        var filled = 0;
        var unflushed = 0;
        while (true)
        {
            var reading = stream.ReadAsync(buffer.AsMemory(filled), exchange.Token);
            if (!reading.IsCompleted && unflushed > 0)
            {
                // Nothing that is written is held back while the provider is waited for.
                await FlushAsync(body, exchange);
                unflushed = 0;
            }

            var count = exchange.Reader!.HasSaidAll ? await LastReadAsync(reading, exchange) : await reading;
            if (count == 0)
            {
                break;
            }

            BytesCame(exchange, order);
            exchange.Reader.Read(buffer.AsSpan(filled, count));
            exchange.Made?.Read(buffer.AsSpan(filled, count));
            filled += count;
            if (holdsBack && filled < WholeLimit)
            {
                continue;
            }

            holdsBack = false;
            if (!exchange.AnswerStarted)
            {
                Begin(response, exchange.Head.Length, request, order, exchange);
            }

            // Events go out before the next read is begun: what comes meanwhile is then read, and sent, together.
            body.Write(buffer.AsSpan(0, filled));
            unflushed += filled;
            filled = 0;
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

        return Finish(buffer, filled, response, request, order, exchange);
    }

    /// <summary>
    /// The stream has given its last event. A provider that then breaks off, or doesn't end the body, takes nothing from
    /// the answer; and the key's slot isn't held for the whole idle timeout.
    /// </summary>
    private static async ValueTask<int> LastReadAsync(ValueTask<int> reading, Exchange exchange)
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

    /// <summary>The body has ended: gives the caller what was held back, unless the answer isn't whole.</summary>
    private static AnswerEnd Finish(
        byte[] buffer, int held, HttpResponseMessage response, RelayRequest request, AttemptOrder order, Exchange exchange)
    {
        var end = exchange.Reader!.End();
        if (!exchange.AnswerStarted && end != AnswerEnd.Incomplete)
        {
            Begin(response, exchange.Head.IsEventStream ? null : held, request, order, exchange);
            request.Caller.Body.Write(buffer.AsSpan(0, held));
        }

        ArrayPool<byte>.Shared.Return(buffer);
        return end;
    }

    private static void Begin(HttpResponseMessage response, long? length, RelayRequest request, AttemptOrder order, Exchange exchange)
    {
        exchange.AnswerStarted = true;
        AnswerHead.Begin(response, length, request, order);
    }

    private static void BytesCame(Exchange exchange, AttemptOrder order)
    {
        if (exchange.HasFirstByte)
        {
            exchange.Progress();
            return;
        }

        exchange.Enter(ExchangePhase.Reading);
        if (order.IsProbe)
        {
            order.HeadersArrived(OutcomeClass.Success);
        }
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
