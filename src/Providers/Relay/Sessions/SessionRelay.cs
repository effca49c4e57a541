using MultiplexCluster.Contracts.Requests;
using MultiplexCluster.Providers.Calls;
using MultiplexCluster.Providers.Codecs;
using MultiplexCluster.Providers.Codecs.WebSockets;
using MultiplexCluster.Providers.Relay.Answers;
using MultiplexCluster.Providers.Relay.Exchanges;

namespace MultiplexCluster.Providers.Relay.Sessions;

/// <summary>
/// A WebSocket session between a caller and a provider: bytes pass both ways as they come, and one permit is held to its
/// end. It ends when either side ends it, when both have been silent for the idle timeout, when the permit is lost, or
/// when the node stops.
/// </summary>
internal sealed class SessionRelay : IDisposable
{
    /// <summary>How long the other side may take to answer a close frame.</summary>
    private static readonly TimeSpan Linger = TimeSpan.FromSeconds(2);

    private readonly Exchange _exchange;
    private readonly SessionReader _reader;
    private readonly FrameScanner _callersFrames = new(sink: null);
    private readonly FrameFlow _down;
    private readonly FrameFlow _up;
    private readonly TimeProvider _time;

    private SessionRelay(Stream caller, Stream provider, SessionReader reader, Exchange exchange, TimeProvider time)
    {
        (_exchange, _reader, _time) = (exchange, reader, time);
        _down = new FrameFlow(provider, caller, bytes => reader.Read(bytes.Span), reader.Frames, exchange);
        _up = new FrameFlow(caller, provider, bytes => _callersFrames.Read(bytes.Span), _callersFrames, exchange);
    }

    /// <summary>Whether a provider has opened the session that was asked for.</summary>
    internal static bool IsOpened(HttpResponseMessage response, RelayRequest request) =>
        request.Handshake is not null && response.StatusCode == System.Net.HttpStatusCode.SwitchingProtocols;

    /// <summary>Opens the session on the caller's side as well and carries it to its end; says what it was.</summary>
    internal static async ValueTask<AnswerEnd> RunAsync(
        HttpResponseMessage response, RelayRequest request, AttemptOrder order, Exchange exchange, LiveSessions sessions, TimeProvider time)
    {
        var reader = (SessionReader)request.Codec.ReadAnswer(request.Route, mediaType: null);
        exchange.Reader = reader;
        exchange.HasSaidError = true;
        if (!request.Handshake!.IsAcceptedBy(response))
        {
            throw new HttpRequestException(HttpRequestError.InvalidResponse, "the provider has not accepted this handshake");
        }

        AnswerSteps.BytesCame(exchange, order);
        var provider = await response.Content.ReadAsStreamAsync(exchange.Token);
        AnswerHead.BeginSession(response, request, order);
        exchange.AnswerStarted = true;
        var caller = await request.Caller.UpgradeAsync();
        using var relay = new SessionRelay(caller, provider, reader, exchange, time);
        return await relay.RunAsync(sessions.Ending);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _down.Dispose();
        _up.Dispose();
    }

    private async ValueTask<AnswerEnd> RunAsync(Task ending)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(_exchange.Token);
        var down = _down.RunAsync(stop.Token);
        var up = _up.RunAsync(stop.Token);
        var first = await Task.WhenAny(down, up, ending);
        var firstSide = first == ending ? Side.Service
            : _exchange.Cause != AbortCause.None ? Side.Service
            : first == down ? (await down == FlowEnd.SourceEnded ? Side.Provider : Side.Caller)
            : await up == FlowEnd.SourceEnded ? Side.Caller : Side.Provider;
        await SayGoodbyeAsync(firstSide);

        // Who has sent or been sent a close frame answers it and ends its side.
        await Task.WhenAny(Task.WhenAll(down, up), Task.Delay(Linger, _time, stop.Token));
        await stop.CancelAsync();
        await Task.WhenAll(down, up);
        return EndOf(firstSide);
    }

    private async ValueTask SayGoodbyeAsync(Side first)
    {
        if (first == Side.Service && _exchange.Cause == AbortCause.None)
        {
            await SayAsync(CloseFrame.GoingAway, "the service is shutting down", toProvider: true);
        }
        else if (first == Side.Service)
        {
            await SayAsync(CodeOf(_exchange.Cause), WordsOf(_exchange.Cause), toProvider: false);
        }
        else if (first == Side.Provider && !_reader.Frames.IsClosed)
        {
            await SayAsync(CloseFrame.InternalError, "the provider broke off", toProvider: false);
        }
    }

    private AnswerEnd EndOf(Side first)
    {
        var end = _reader.End();
        switch (first)
        {
            case Side.Provider:
                return end;
            case Side.Caller when _callersFrames.IsClosed:
            case Side.Service when _exchange.Cause is AbortCause.None or AbortCause.IdleTimeout:
                return AnswerEnd.Complete;
            default:
                // A first cause stays.
                _exchange.Abort(AbortCause.CallerLeft);
                throw new OperationCanceledException("the session was given up");
        }
    }

    private async ValueTask SayAsync(int code, string words, bool toProvider)
    {
        using var limit = new CancellationTokenSource(Linger, _time);
        var toCaller = _down.CloseAsync(CloseFrame.Of(code, words, fromClient: false), limit.Token);
        if (toProvider)
        {
            await _up.CloseAsync(CloseFrame.Of(code, words, fromClient: true), limit.Token);
        }

        await toCaller;
    }

    private static int CodeOf(AbortCause cause) => cause switch
    {
        AbortCause.IdleTimeout => CloseFrame.GoingAway,
        AbortCause.PermitLost => CloseFrame.TryAgainLater,
        AbortCause.Cancelled => CloseFrame.GoingAway,
        _ => CloseFrame.InternalError,
    };

    private static string WordsOf(AbortCause cause) => cause switch
    {
        AbortCause.IdleTimeout => "nothing was said for too long",
        AbortCause.PermitLost => "the service had to give the call up",
        AbortCause.Cancelled => "an operator has cancelled the session",
        _ => "the session is over",
    };

    /// <summary>Who ended the session first.</summary>
    private enum Side
    {
        Caller,
        Provider,
        Service,
    }
}
