using MultiplexCluster.Contracts.Requests;
using MultiplexCluster.Providers.Codecs.Json;

namespace MultiplexCluster.Providers.Codecs.Answers;

/// <summary>
/// Reads a stream sent as one JSON array (Gemini without <c>alt=sse</c>): it is complete when the array is closed and
/// the terminal marker was in it. Anything but an array is judged like a body.
/// </summary>
public sealed class JsonArrayReader : IAnswerReader
{
    private readonly AnswerDialect _dialect;
    private readonly JsonScanner _json;

    /// <summary>Reads for a dialect that watches the elements.</summary>
    public JsonArrayReader(AnswerDialect dialect)
    {
        ArgumentNullException.ThrowIfNull(dialect);
        _dialect = dialect;
        _json = new JsonScanner(dialect.Paths, dialect);
    }

    /// <inheritdoc/>
    public TokenUsage Usage => _dialect.Usage;

    /// <inheritdoc/>
    public void Read(ReadOnlySpan<byte> bytes) => _json.Read(bytes);

    /// <inheritdoc/>
    public AnswerEnd End()
    {
        if (_json.Root != JsonKind.ArrayStart)
        {
            return _json.Standing == JsonStanding.Incomplete ? AnswerEnd.Incomplete : AnswerEnd.Complete;
        }

        return _dialect.HasError ? AnswerEnd.ErrorReported
            : _dialect.IsTerminated && _json.Standing == JsonStanding.Complete ? AnswerEnd.Complete
            : AnswerEnd.Incomplete;
    }
}
