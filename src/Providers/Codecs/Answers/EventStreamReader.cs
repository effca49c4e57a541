using MultiplexCluster.Contracts.Requests;
using MultiplexCluster.Providers.Codecs.EventStreams;
using MultiplexCluster.Providers.Codecs.Json;

namespace MultiplexCluster.Providers.Codecs.Answers;

/// <summary>
/// Reads an event stream. A reported error wins over a terminal marker; without a marker the stream is incomplete,
/// an empty one included. Events that are not JSON say nothing.
/// </summary>
public sealed class EventStreamReader : IAnswerReader, IEventBoundary, ISseSink
{
    private readonly AnswerDialect _dialect;
    private readonly SseScanner _events;
    private JsonScanner? _json;

    /// <summary>Reads for a dialect.</summary>
    public EventStreamReader(AnswerDialect dialect)
    {
        ArgumentNullException.ThrowIfNull(dialect);
        _dialect = dialect;
        _events = new SseScanner(this);
        _json = AnswerScanner.Take(dialect);
    }

    /// <inheritdoc/>
    public TokenUsage Usage => _dialect.Usage;

    /// <inheritdoc/>
    public TokenUsage Told => _dialect.Told;

    /// <inheritdoc/>
    public bool IsFinished => _dialect.IsTerminated;

    /// <inheritdoc/>
    public Verdict Reported => _dialect.Reported ?? IAnswerReader.NothingReported;

    /// <inheritdoc/>
    public bool HasSaidAll => _dialect.HasSaidAll && _dialect.Reported is null;

    /// <inheritdoc/>
    public bool IsBetweenEvents => _events.IsBetweenEvents;

    /// <inheritdoc/>
    public void Read(ReadOnlySpan<byte> bytes)
    {
        if (_json is not null)
        {
            _events.Read(bytes);
        }
    }

    /// <inheritdoc/>
    public AnswerEnd End()
    {
        if (_json is { } json)
        {
            _events.End();
            _json = null;
            AnswerScanner.Return(json);
        }

        return _dialect.Reported is not null ? AnswerEnd.ErrorReported
            : _dialect.IsTerminated ? AnswerEnd.Complete
            : AnswerEnd.Incomplete;
    }

    bool ISseSink.SkipsData(ReadOnlySpan<byte> name) => _dialect.Skips(name);

    void ISseSink.OnData(ReadOnlySpan<byte> piece) => _json!.Read(piece);

    void ISseSink.OnEvent(ReadOnlySpan<byte> name, bool isDone)
    {
        _dialect.OnEvent(name, isDone, _json!.Standing == JsonStanding.Complete);
        _json.Reset();
    }
}
