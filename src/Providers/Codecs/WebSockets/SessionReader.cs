using MultiplexCluster.Contracts.Requests;
using MultiplexCluster.Providers.Codecs.Answers;
using MultiplexCluster.Providers.Codecs.Json;

namespace MultiplexCluster.Providers.Codecs.WebSockets;

/// <summary>
/// Reads what a provider says in a WebSocket session: a JSON document per message, text or (at Gemini) binary. How the
/// session ended is told by its close frame.
/// </summary>
public sealed class SessionReader : IAnswerReader, IFrameSink
{
    private readonly AnswerDialect _dialect;
    private JsonScanner? _json;

    /// <summary>Reads for a dialect.</summary>
    public SessionReader(AnswerDialect dialect)
    {
        ArgumentNullException.ThrowIfNull(dialect);
        _dialect = dialect;
        _json = AnswerScanner.Take(dialect);
        Frames = new FrameScanner(this);
    }

    /// <summary>The frames.</summary>
    public FrameScanner Frames { get; }

    /// <inheritdoc/>
    public TokenUsage Usage => _dialect.Usage;

    /// <inheritdoc/>
    public Verdict Reported => new(
        Frames.CloseReason.Contains("quota", StringComparison.OrdinalIgnoreCase) ? OutcomeClass.RateLimited
        : Frames.CloseCode is 1011 or 1012 or 1013 or 1014 ? OutcomeClass.BrokenStream
        : OutcomeClass.CallerFault,
        null);

    /// <inheritdoc/>
    public void Read(ReadOnlySpan<byte> bytes)
    {
        if (_json is not null)
        {
            Frames.Read(bytes);
        }
    }

    /// <summary>Complete by a close frame that names no error; without one the session broke off.</summary>
    public AnswerEnd End()
    {
        if (_json is { } json)
        {
            _json = null;
            AnswerScanner.Return(json);
        }

        return !Frames.IsClosed ? AnswerEnd.Incomplete
            : Frames.CloseCode is CloseFrame.Normal or CloseFrame.GoingAway or FrameScanner.NoCode ? AnswerEnd.Complete
            : AnswerEnd.ErrorReported;
    }

    void IFrameSink.OnPayload(ReadOnlySpan<byte> piece) => _json!.Read(piece);

    void IFrameSink.OnMessage()
    {
        _dialect.OnEvent(default, isDone: false, _json!.Standing == JsonStanding.Complete);
        _json.Reset();
    }
}
