using System.Net.Http.Headers;
using MultiplexCluster.Contracts.Requests;
using MultiplexCluster.Contracts.Secrets;
using MultiplexCluster.Providers.Codecs;
using MultiplexCluster.Providers.Relay.Exchanges;
using MultiplexCluster.Providers.Relay.Headers;

namespace MultiplexCluster.Providers.Relay.Answers;

/// <summary>Reads an error answer, as far as it may be passed on, and has it judged.</summary>
internal static class HeldAnswerReader
{
    /// <summary>The answer and what it means. An answer whose body can't be had is judged by its status and headers.</summary>
    internal static async ValueTask<(HeldAnswer Answer, Verdict Verdict)> ReadAsync(
        HttpResponseMessage response, RelayRequest request, ApiKey key, Exchange exchange, TimeProvider time)
    {
        var body = new ErrorBody(response, exchange);
        var isReadable = AnswerHead.Of(response, request.Method).IsFramedSoundly;
        exchange.IsUnsound = !isReadable;
        if (isReadable)
        {
            await body.ReadAsync(HeldAnswer.MaxKept);
        }

        var headers = new List<ForwardedHeader>(24);
        Collect(response.Headers, headers, key);
        Collect(response.Content.Headers, headers, key);
        var answer = new HeldAnswer(
            (int)response.StatusCode, headers, AnswerHeaderRules.NamedByConnection(response.Headers), default, IsWhole: false);
        var verdict = request.Codec.Judge(new ErrorAnswer
        {
            Route = request.Route, Status = answer.Status, Headers = answer, Body = body.Beginning, Now = time.GetUtcNow(),
        });

        // Goes to the caller at once, so its length costs memory only for a moment.
        if (verdict.Outcome == OutcomeClass.CallerFault && isReadable && !body.IsWhole && !body.IsBroken)
        {
            await body.ReadAsync(HeldAnswer.MaxBody);
        }

        return (answer with { IsWhole = body.IsWhole, Body = body.Keep(key) }, verdict);
    }

    private static void Collect(HttpHeaders source, List<ForwardedHeader> target, ApiKey key)
    {
        foreach (var header in source.NonValidated)
        {
            foreach (var value in header.Value)
            {
                target.Add(new ForwardedHeader(header.Key, KeyMask.Apply(value, key)));
            }
        }
    }
}
