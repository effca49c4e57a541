using System.Runtime.CompilerServices;
using MultiplexCluster.Contracts.Endpoints;
using MultiplexCluster.Contracts.Requests;
using MultiplexCluster.Providers.Calls;
using MultiplexCluster.Providers.Relay.Exchanges;

namespace MultiplexCluster.Providers.Relay.Objects;

/// <summary>
/// The tokens of background responses, which only a later read is told (OpenAI: platform.openai.com/docs/guides/background),
/// and every further one again.
/// </summary>
internal static class LateUsage
{
    /// <summary>The answer ended before the response: a later read will be told the tokens.</summary>
    internal static bool IsStillToCome(Exchange exchange) =>
        exchange.Reader is { IsFinished: false } reader && reader.Told == TokenUsage.None;

    /// <summary>The answer tells the tokens of a response that is over. A stream tells them only in its last event.</summary>
    internal static bool IsTold(Exchange exchange) =>
        exchange.Reader is { } reader && reader.Told != TokenUsage.None && (reader.IsFinished || exchange.Head.IsEventStream);

    /// <summary>Asks whether the tokens are this read's to book, once its answer is on its way, and adds them if they are.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    internal static async ValueTask<AttemptResult> TakeAsync(
        IObjectBook book, ProviderKind provider, string id, RelayRequest request, Exchange exchange, AttemptResult result)
    {
        if (result.Outcome == OutcomeClass.Success)
        {
            request.Ending = request.Caller.EndAsync();
        }

        return await book.TakeUsageAsync(provider, id) ? result with { Usage = exchange.Reader!.Told } : result;
    }
}
