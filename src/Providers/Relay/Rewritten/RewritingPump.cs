using System.Buffers;
using System.Runtime.CompilerServices;
using MultiplexCluster.Providers.Calls;
using MultiplexCluster.Providers.Codecs;
using MultiplexCluster.Providers.Relay.Answers;
using MultiplexCluster.Providers.Relay.Exchanges;

namespace MultiplexCluster.Providers.Relay.Rewritten;

/// <summary>Carries the answers that name a URL the caller must not follow with its own key: whole, with that URL changed and nothing else.</summary>
internal static class RewritingPump
{
    /// <summary>Whether an answer has to go this way.</summary>
    internal static bool Takes(RelayRequest request, in AnswerHead head) =>
        request.Route.TellsResultsUrl && request.ServiceOrigin is not null && head.IsJson;

    /// <summary>Relays the answer to its end; says what it was.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    internal static async ValueTask<AnswerEnd> RelayAsync(
        HttpResponseMessage response, RelayRequest request, AttemptOrder order, Exchange exchange)
    {
        var (buffer, length) = await CollectedAnswer.ReadAsync(response, order, exchange);
        if (buffer is null)
        {
            throw new HttpRequestException(HttpRequestError.ConfigurationLimitExceeded, "the answer is too long");
        }

        exchange.Made?.Read(buffer.AsSpan(0, length));
        var end = exchange.Reader!.End();
        if (end != AnswerEnd.Incomplete)
        {
            var body = buffer.AsMemory(0, length);
            var edits = ResultsUrls.Find(body.Span, request.ServiceOrigin!, request.Codec, order.Target.BaseUrl);
            exchange.AnswerStarted = true;
            AnswerHead.Begin(response, length + edits.Sum(edit => edit.Growth), request, order);
            Write(body.Span, edits, request.Caller.Body);
        }

        ArrayPool<byte>.Shared.Return(buffer);
        return end;
    }

    private static void Write(ReadOnlySpan<byte> body, IReadOnlyList<Codecs.Requests.BodyEdit> edits, IBufferWriter<byte> output)
    {
        var written = 0;
        foreach (var edit in edits)
        {
            output.Write(body[written..(int)edit.Span.Start]);
            output.Write(edit.Text.Span);
            written = (int)edit.Span.End;
        }

        output.Write(body[written..]);
    }
}
