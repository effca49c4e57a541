using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using MultiplexCluster.Contracts.Requests;
using MultiplexCluster.Providers.Calls;
using MultiplexCluster.Providers.Codecs;
using MultiplexCluster.Providers.Codecs.Answers;
using MultiplexCluster.Providers.Relay.Exchanges;
using MultiplexCluster.Providers.Relay.Rewritten;

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
        return RewritingPump.Takes(request, head) ? RewritingPump.RelayAsync(response, request, order, exchange)
            : head.Length <= WholeLimit
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
            AnswerSteps.BytesCame(exchange, order);
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
        var withholding = flushAtOnce && request.WithholdsUsage ? new UsageWithholding() : null;
        var buffer = ArrayPool<byte>.Shared.Rent(flushAtOnce ? StreamPiece : BulkPiece);
        var filled = 0;
        var unflushed = 0;
        while (true)
        {
            var reading = stream.ReadAsync(buffer.AsMemory(filled), exchange.Token);
            if (!reading.IsCompleted && unflushed > 0)
            {
                // Nothing that is written is held back while the provider is waited for.
                await AnswerSteps.FlushAsync(body, exchange);
                unflushed = 0;
            }

            var count = exchange.Reader!.HasSaidAll ? await AnswerSteps.LastReadAsync(reading, exchange) : await reading;
            if (count == 0)
            {
                break;
            }

            AnswerSteps.BytesCame(exchange, order);
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
            var passed = Pass(withholding, buffer, filled, body);
            unflushed += passed;
            filled -= passed;
            if (flushAtOnce || unflushed >= UnflushedLimit)
            {
                await AnswerSteps.FlushAsync(body, exchange);
                unflushed = 0;
            }
        }

        if (exchange.AnswerStarted && filled > 0)
        {
            // An event without its blank line, or half of one.
            body.Write(buffer.AsSpan(0, filled));
            unflushed += filled;
        }

        // The server sends what is left by itself only while it has sent nothing yet, or ends a chunked body.
        if (unflushed > 0)
        {
            await AnswerSteps.FlushAsync(body, exchange);
        }

        return Finish(buffer, filled, response, request, order, exchange);
    }

    /// <summary>Passes on what may go; gives how many bytes are done with, and moves the rest to the front.</summary>
    private static int Pass(UsageWithholding? withholding, byte[] buffer, int filled, PipeWriter body)
    {
        if (withholding is null)
        {
            body.Write(buffer.AsSpan(0, filled));
            return filled;
        }

        var done = withholding.Pass(buffer.AsSpan(0, filled), filled == buffer.Length, body);
        buffer.AsSpan(done, filled - done).CopyTo(buffer);
        return done;
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
        if (AnswerHead.Begin(response, length, request, order))
        {
            LimitHeaders.Tell(response, request, order, exchange.WallNow);
        }
    }
}
