using MultiplexCluster.Contracts.Requests;
using MultiplexCluster.Providers.Codecs.Json;

namespace MultiplexCluster.Providers.Codecs.Answers;

/// <summary>
/// Reads a JSON body. Whole JSON is complete. JSON that breaks off is not. A body without a byte, and one that is no
/// JSON at all (HTML labelled JSON, several documents), is passed on as complete: its framing is all there is to go
/// by, and it books what was told before it went wrong.
/// </summary>
public sealed class JsonBodyReader : IAnswerReader
{
    private readonly AnswerDialect _dialect;
    private readonly JsonScanner _json;

    /// <summary>Reads for a dialect.</summary>
    public JsonBodyReader(AnswerDialect dialect)
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
    public AnswerEnd End() =>
        _json.Standing == JsonStanding.Incomplete ? AnswerEnd.Incomplete : AnswerEnd.Complete;
}
