using System.Buffers;
using System.Net;
using System.Runtime.CompilerServices;
using MultiplexCluster.Contracts.Requests;
using MultiplexCluster.Contracts.Secrets;
using MultiplexCluster.Providers.Calls;
using MultiplexCluster.Providers.Codecs;
using MultiplexCluster.Providers.Codecs.Answers;
using MultiplexCluster.Providers.Relay.Answers;
using MultiplexCluster.Providers.Relay.Checks;
using MultiplexCluster.Providers.Relay.Exchanges;
using MultiplexCluster.Providers.Relay.Sessions;
using MultiplexCluster.Providers.Relay.Translated;
using MultiplexCluster.Providers.Relay.Upstream;

namespace MultiplexCluster.Providers.Relay;

/// <summary>Makes one call to a provider: never retries, never waits for a turn. One per node.</summary>
public sealed class Forwarder(UpstreamClient client, UpstreamOptions options, ExchangeWatch watch, TimeProvider time)
{
    private readonly UpstreamUrls _urls = new();

    /// <summary>The sessions that run.</summary>
    public LiveSessions Sessions { get; } = new();

    /// <summary>What the requests of this node are timed by.</summary>
    internal ExchangeWatch Watch => watch;

    /// <summary>
    /// Carries an order out. A 2xx answer goes to the caller as it comes; an error is held, a check's answer only looked at. When it returns, the
    /// exchange with the provider is closed. Doesn't throw.
    /// </summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    internal async ValueTask<AttemptResult> SendAsync(RelayRequest request, AttemptOrder order)
    {
        var exchange = new Exchange(watch, order.Target.FirstByteTimeout, order.Target.IdleTimeout);
        request.Attach(exchange);
        var lost = order.PermitLost.CanBeCanceled
            ? order.PermitLost.UnsafeRegister(static e => ((Exchange)e!).Abort(AbortCause.PermitLost), exchange)
            : default;
        HttpResponseMessage? response = null;
        AttemptResult result;
        bool readToEnd;
        try
        {
            var url = _urls.Of(UpstreamBase.Of(order.Target, request.Codec, request.Route), request.PathAndQuery);
            response = await AskAsync(url, request, order, exchange);
            (result, readToEnd) = IsRelayed(response, request)
                ? (AttemptFailures.OfEnd(await RelayAsync(response, request, order, exchange), exchange), true)
                : await HoldAsync(response, request, order.Key, exchange);
        }
        catch (Exception failure)
        {
            // The edge of the platform's HTTP client: whatever it throws becomes the attempt's result.
            result = AttemptFailures.Of(failure, exchange, request.Caller.Left.IsCancellationRequested);
            readToEnd = result.SurelyNotExecuted;
        }

        lost.Dispose();
        if (exchange.IsUnsound)
        {
            await ConnectionCut.UnderAsync(response!);
        }

        response?.Dispose();
        readToEnd &= !exchange.EndedEarly;
        var clean = readToEnd && result.Error is null;
        if (!clean)
        {
            await BreakOffAsync(request, exchange, result, settle: !readToEnd);
        }

        if (request.Objects is { } objects)
        {
            result = await objects.SettleAsync(request, exchange, result);
        }

        return request.Body is { IsSpent: true } ? result with { BodyIsSpent = true } : result;
    }

    /// <summary>
    /// Asks, a second time at once and on a new connection where the first met one that the provider had closed: that is
    /// no fault of either. Not for what must not be carried out twice, unless nothing of it was sent.
    /// </summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<HttpResponseMessage> AskAsync(Uri url, RelayRequest request, AttemptOrder order, Exchange exchange)
    {
        if (request.Body is { IsPassing: true })
        {
            // It can't be sent again, so it takes a connection that can't have been closed meanwhile.
            return await client.SendAloneAsync(UpstreamMessage.Build(url, request, order, exchange), exchange.Token);
        }

        try
        {
            return await client.SendAsync(UpstreamMessage.Build(url, request, order, exchange), exchange.Token);
        }
        catch (HttpRequestException failure) when (
            UnservedException.ReasonOf(failure) is { } unserved && (unserved.NothingSent || !request.CreatesPaidObject))
        {
            return await client.SendAloneAsync(UpstreamMessage.Build(url, request, order, exchange), exchange.Token);
        }
    }

    private ValueTask<AnswerEnd> RelayAsync(
        HttpResponseMessage response, RelayRequest request, AttemptOrder order, Exchange exchange) =>
        request.Handshake is not null ? SessionRelay.RunAsync(response, request, order, exchange, Sessions, time)
            : request.Translation is { } translation ? TranslatingPump.RelayAsync(response, request, translation, order, exchange)
            : AnswerPump.RelayAsync(response, request, order, exchange);

    private async ValueTask<(AttemptResult Result, bool ReadToEnd)> HoldAsync(
        HttpResponseMessage response, RelayRequest request, ApiKey key, Exchange exchange)
    {
        exchange.Enter(ExchangePhase.ReadingError);
        if (response.IsSuccessStatusCode && request.IsKeyCheck)
        {
            return await CheckedAnswer.ReadAsync(response, request, exchange);
        }

        if ((int)response.StatusCode is < 400)
        {
            var isOpened = request.Handshake is null || (int)response.StatusCode >= 300;
            return (AttemptFailures.Failed(exchange, isOpened ? AttemptFailures.Redirected : AttemptFailures.NotOpened), false);
        }

        var (answer, verdict) = await HeldAnswerReader.ReadAsync(response, request, key, exchange, time);
        request.Held = answer;
        return (new AttemptResult
        {
            Outcome = verdict.Outcome,
            RetryAfter = verdict.RetryAfter,
            Detail = verdict.Detail,
            Scope = verdict.Scope,
            AnswerHeld = true,
            ObjectIsMissing = response.StatusCode is HttpStatusCode.NotFound && verdict.Outcome is OutcomeClass.CallerFault,
            SurelyNotExecuted = verdict.Outcome != OutcomeClass.Failing,
        }, answer.IsWhole);
    }

    /// <summary>True for what goes to the caller as it comes: 2xx except a check's, the 304 that a caller asked for, and a session that was opened.</summary>
    private static bool IsRelayed(HttpResponseMessage response, RelayRequest request) => request.Handshake is not null
        ? SessionRelay.IsOpened(response, request)
        : (response.IsSuccessStatusCode && !request.IsKeyCheck) || (response.StatusCode == HttpStatusCode.NotModified && request.IsConditional);

    /// <summary>Ends what cannot end well: the caller must not take it for whole, and the provider must notice.</summary>
    private async ValueTask BreakOffAsync(RelayRequest request, Exchange exchange, AttemptResult result, bool settle)
    {
        if (result.AnswerStarted && result.Error is { } error)
        {
            SayInStream(request, exchange, error);
        }

        request.IsBrokenOff = result.AnswerStarted && result.Outcome is not OutcomeClass.Success;
        if (settle && options.Settle > TimeSpan.Zero)
        {
            await Task.Delay(options.Settle, time);
        }
    }

    /// <summary>
    /// Cuts the caller's connection under an answer that broke off. What was written gets time to go out first: a cut
    /// takes with it whatever the platform has not sent by then. The permit is back already.
    /// </summary>
    internal async ValueTask CutCallerAsync(RelayRequest request)
    {
        if (!request.Caller.Left.IsCancellationRequested && options.LastWords > TimeSpan.Zero)
        {
            await Task.Delay(options.LastWords, time);
        }

        request.Caller.Abort();
    }

    private static void SayInStream(RelayRequest request, Exchange exchange, ServiceError error)
    {
        if (exchange.Head.Length is not null || exchange.HasSaidError || request.Caller.Left.IsCancellationRequested)
        {
            return;
        }

        var words = request.Dialect.WriteStreamError(exchange.Head.MediaType, error, request.Id);
        try
        {
            if (!words.IsEmpty && exchange.Reader is IEventBoundary { IsBetweenEvents: false })
            {
                request.Caller.Body.Write("\n\n"u8);
            }

            // Not awaited: a caller who takes nothing must not hold the permit.
            _ = request.Caller.Body.WriteAsync(words, CancellationToken.None).AsTask();
        }
        catch (InvalidOperationException)
        {
            // The caller's side is closed already; the abort below is all that is left to say.
        }
    }
}
