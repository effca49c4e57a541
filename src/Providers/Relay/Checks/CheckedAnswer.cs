using MultiplexCluster.Contracts.Requests;
using MultiplexCluster.Providers.Calls;
using MultiplexCluster.Providers.Relay.Answers;
using MultiplexCluster.Providers.Relay.Exchanges;

namespace MultiplexCluster.Providers.Relay.Checks;

/// <summary>
/// A check's 2xx answer. Its status alone says nothing: a proxy, a captive portal or a parked name in the provider's place
/// answers every key with 200.
/// </summary>
internal static class CheckedAnswer
{
    /// <summary>The longest list of models that is read: 1 MiB.</summary>
    internal const int MaxBytes = 1024 * 1024;

    internal static readonly ServiceError NoModelList =
        new(ServiceErrorCode.UpstreamError, "The provider's answer is not a list of models, so that it shows nothing of the key.");

    internal static readonly ServiceError TooLong =
        new(ServiceErrorCode.UpstreamError, "The provider's answer is longer than 1 MiB, so that it shows nothing of the key.");

    /// <summary>
    /// Reads it whole: a success where it is the provider's list of models, else a failure like that of a provider which
    /// can't be reached. Throws what breaks it.
    /// </summary>
    internal static async ValueTask<(AttemptResult Result, bool ReadToEnd)> ReadAsync(
        HttpResponseMessage response, RelayRequest request, Exchange exchange)
    {
        if (!AnswerHead.Of(response, request.Method).IsFramedSoundly)
        {
            exchange.IsUnsound = true;
            return (AttemptFailures.Failed(exchange, NoModelList), false);
        }

        try
        {
            await response.Content.LoadIntoBufferAsync(MaxBytes, exchange.Token);
        }
        catch (HttpRequestException failure) when (failure.HttpRequestError is HttpRequestError.ConfigurationLimitExceeded)
        {
            return (AttemptFailures.Failed(exchange, TooLong), false);
        }

        var body = await response.Content.ReadAsByteArrayAsync(exchange.Token);
        return (ModelList.IsOne(body, request.Provider)
            ? new AttemptResult { Outcome = OutcomeClass.Success, AnswerStarted = true }
            : AttemptFailures.Failed(exchange, NoModelList), true);
    }
}
