using System.Buffers;
using System.Runtime.CompilerServices;
using MultiplexCluster.Providers.Calls;
using MultiplexCluster.Providers.Codecs;
using MultiplexCluster.Providers.Relay.Answers;
using MultiplexCluster.Providers.Relay.Exchanges;
using MultiplexCluster.Providers.Relay.Headers;
using MultiplexCluster.Providers.Translation;
using MultiplexCluster.Providers.Translation.Streams;

namespace MultiplexCluster.Providers.Relay.Translated;

/// <summary>
/// Carries a 2xx answer to the caller in another format than the provider's. What it does when something breaks is as
/// in <see cref="AnswerPump"/>: nothing has gone out before the first translated byte, so that until then the call can be
/// made again.
/// </summary>
internal static class TranslatingPump
{
    private const int StreamPiece = 16 * 1024;
    private const int BadGateway = 502;

    /// <summary>Relays the answer to its end; says what it was.</summary>
    internal static ValueTask<AnswerEnd> RelayAsync(
        HttpResponseMessage response, RelayRequest request, AnswerTranslation translation, AttemptOrder order, Exchange exchange)
    {
        var head = AnswerHead.Of(response, request.Method);
        if (!head.IsFramedSoundly)
        {
            exchange.IsUnsound = true;
            throw new HttpRequestException(HttpRequestError.InvalidResponse, "the answer's framing contradicts itself");
        }

        exchange.Head = head;
        exchange.Reader = request.Codec.ReadAnswer(request.Route, head.MediaType);
        return translation.Streams && head.IsEventStream
            ? StreamAsync(response, request, translation, order, exchange)
            : WholeAsync(response, request, translation, order, exchange);
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private static async ValueTask<AnswerEnd> WholeAsync(
        HttpResponseMessage response, RelayRequest request, AnswerTranslation translation, AttemptOrder order, Exchange exchange)
    {
        var (buffer, length) = await CollectedAnswer.ReadAsync(response, order, exchange);
        var end = exchange.Reader!.End();
        if (buffer is not null && end == AnswerEnd.Incomplete)
        {
            return end;
        }

        var answer = TranslatedAnswer.Unreadable;
        if (buffer is null)
        {
            // Too long, and paid for: it is not asked for again.
            exchange.EndedEarly = true;
        }
        else
        {
            // Where a stream was asked for and a document came, its caller can't read one.
            answer = translation.Streams ? answer : translation.Answer(buffer.AsMemory(0, length));
            ArrayPool<byte>.Shared.Return(buffer);
        }

        exchange.AnswerStarted = true;
        var status = answer.IsReadable ? (int)response.StatusCode : BadGateway;
        Begin(status, MediaTypes.Json, answer.Body.Length, response, request, translation, order, exchange);
        if (!answer.IsReadable)
        {
            request.Caller.SetHeader(ServiceHeaders.ShouldRetry, "false");
        }

        request.Caller.Body.Write(answer.Body.Span);
        return answer.IsReadable ? AnswerEnd.Complete : AnswerEnd.Untranslatable;
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private static async ValueTask<AnswerEnd> StreamAsync(
        HttpResponseMessage response, RelayRequest request, AnswerTranslation translation, AttemptOrder order, Exchange exchange)
    {
        var stream = response.Content.ReadAsStream(exchange.Token);
        var events = translation.OpenStream();
        var output = new ArrayBufferWriter<byte>(1024);
        var buffer = ArrayPool<byte>.Shared.Rent(StreamPiece);
        while (!events.IsOver || events.IsComplete)
        {
            var reading = stream.ReadAsync(buffer, exchange.Token);
            var count = exchange.Reader!.HasSaidAll ? await AnswerSteps.LastReadAsync(reading, exchange) : await reading;
            if (count == 0)
            {
                break;
            }

            AnswerSteps.BytesCame(exchange, order);
            exchange.Reader.Read(buffer.AsSpan(0, count));
            events.Feed(buffer.AsSpan(0, count), output);
            if (output.WrittenCount > 0 && (!events.IsOver || events.IsComplete))
            {
                await SendAsync(output, response, request, translation, order, exchange);
            }
        }

        ArrayPool<byte>.Shared.Return(buffer);
        return await FinishAsync(events, output, response, request, translation, order, exchange);
    }

    /// <summary>The stream is over, or what came of it can't be read.</summary>
    private static async ValueTask<AnswerEnd> FinishAsync(
        ChatStreamTranslator events, ArrayBufferWriter<byte> output, HttpResponseMessage response,
        RelayRequest request, AnswerTranslation translation, AttemptOrder order, Exchange exchange)
    {
        var cameToItsEnd = !events.IsOver || events.IsComplete;
        events.End(output);
        var end = exchange.Reader!.End();
        if (end == AnswerEnd.Complete && !events.IsComplete)
        {
            end = AnswerEnd.Incomplete;
        }

        if (end == AnswerEnd.Incomplete && !exchange.AnswerStarted)
        {
            // Nobody has seen anything of it: it can be asked for again.
            exchange.EndedEarly |= !cameToItsEnd;
            return end;
        }

        // Where it failed, its error event is the last that is written.
        exchange.HasSaidError = !events.IsComplete;
        exchange.EndedEarly |= !cameToItsEnd;
        if (output.WrittenCount > 0)
        {
            await SendAsync(output, response, request, translation, order, exchange);
        }

        return end;
    }

    private static ValueTask SendAsync(
        ArrayBufferWriter<byte> output, HttpResponseMessage response, RelayRequest request, AnswerTranslation translation,
        AttemptOrder order, Exchange exchange)
    {
        if (!exchange.AnswerStarted)
        {
            exchange.AnswerStarted = true;
            Begin((int)response.StatusCode, MediaTypes.EventStream, null, response, request, translation, order, exchange);
        }

        request.Caller.Body.Write(output.WrittenSpan);
        output.ResetWrittenCount();
        return AnswerSteps.FlushAsync(request.Caller.Body, exchange);
    }

    private static void Begin(
        int status, string mediaType, long? length, HttpResponseMessage response, RelayRequest request,
        AnswerTranslation translation, AttemptOrder order, Exchange exchange)
    {
        if (AnswerHead.BeginTranslated(status, mediaType, length, response, request, order))
        {
            LimitHeaders.Tell(response, request, order, exchange.WallNow);
        }

        translation.WriteIgnored(request.Caller);
    }
}
