using MultiplexCluster.Contracts.Requests;
using MultiplexCluster.Providers.Codecs.Json;

namespace MultiplexCluster.Providers.Codecs.Answers;

/// <summary>
/// Reads a JSON body. Whole JSON is complete. JSON that breaks off is not. A body without a byte, and one that is no
/// JSON at all (HTML labelled JSON, several documents), is passed on as complete: its framing is all there is to go
/// by, and it books what was told before it went wrong. A stream sent as one array (Gemini without <c>alt=sse</c>) is
/// complete when the array is closed and the terminal marker was in it.
/// </summary>
public sealed class JsonBodyReader : IAnswerReader
{
    private readonly AnswerDialect _dialect;
    private readonly bool _arrayIsStream;
    private JsonScanner? _json;
    private AnswerEnd _end;

    /// <summary>Reads for a dialect; <paramref name="arrayIsStream"/> where its elements are the chunks of a stream.</summary>
    public JsonBodyReader(AnswerDialect dialect, bool arrayIsStream = false)
    {
        ArgumentNullException.ThrowIfNull(dialect);
        (_dialect, _arrayIsStream) = (dialect, arrayIsStream);
        _json = AnswerScanner.Take(dialect);
    }

    /// <summary>Whether its elements are the chunks of a stream: then nothing of it may be held back.</summary>
    public bool IsStream => _arrayIsStream;

    /// <inheritdoc/>
    public TokenUsage Usage => _dialect.Usage;

    /// <inheritdoc/>
    public TokenUsage Told => _dialect.Told;

    /// <summary>A document that broke off has said nothing for sure.</summary>
    public bool IsFinished => _json is null && _end == AnswerEnd.Complete && _dialect.IsFinished;

    /// <inheritdoc/>
    public Verdict Reported => _dialect.Reported ?? IAnswerReader.NothingReported;

    /// <inheritdoc/>
    public void Read(ReadOnlySpan<byte> bytes) => _json?.Read(bytes);

    /// <inheritdoc/>
    public AnswerEnd End()
    {
        if (_json is { } json)
        {
            _end = _arrayIsStream && json.Root == JsonKind.ArrayStart ? EndOfArray(json) : EndOfBody(json);
            _json = null;
            AnswerScanner.Return(json);
        }

        return _end;
    }

    private static AnswerEnd EndOfBody(JsonScanner json) =>
        json.Standing == JsonStanding.Incomplete ? AnswerEnd.Incomplete : AnswerEnd.Complete;

    private AnswerEnd EndOfArray(JsonScanner json) =>
        _dialect.Reported is not null ? AnswerEnd.ErrorReported
        : _dialect.IsTerminated && json.Standing == JsonStanding.Complete ? AnswerEnd.Complete
        : AnswerEnd.Incomplete;
}
