using MultiplexCluster.Contracts.Requests;
using MultiplexCluster.Providers.Codecs.Json;

namespace MultiplexCluster.Providers.Codecs.Answers;

/// <summary>
/// What one shape of answer means: told the watched values of its JSON documents (one body, or one per event), it
/// keeps usage, the terminal marker and reported errors. One per answer.
/// </summary>
public abstract class AnswerDialect(JsonPaths paths) : IJsonSink
{
    /// <summary>What it watches.</summary>
    public JsonPaths Paths { get; } = paths;

    /// <summary>False for a stored answer that is read again: it was paid for before.</summary>
    public bool BooksUsage { get; init; } = true;

    /// <summary>The tokens to book of those told so far.</summary>
    public TokenUsage Usage => BooksUsage ? Told : TokenUsage.None;

    /// <summary>The stream's terminal marker has been seen.</summary>
    public bool IsTerminated { get; protected set; }

    /// <summary>The provider reported an error inside the stream.</summary>
    public bool HasError { get; protected set; }

    /// <summary>The tokens told so far.</summary>
    protected TokenUsage Told { get; set; }

    /// <inheritdoc/>
    public abstract void OnValue(int slot, in JsonValue value);

    /// <inheritdoc/>
    public virtual void OnClosed(int slot)
    {
    }

    /// <summary>An event of a stream has ended.</summary>
    /// <param name="name">Its <c>event:</c> field, or empty.</param>
    /// <param name="isDone">Its data is <c>[DONE]</c>.</param>
    /// <param name="isWhole">Its data is whole JSON; when not, what was told of it must not mark the stream.</param>
    public abstract void OnEvent(ReadOnlySpan<byte> name, bool isDone, bool isWhole);

    /// <summary>An error member stands there: anything but null and false.</summary>
    protected static bool IsPresent(in JsonValue value) => value.Kind is not (JsonKind.Null or JsonKind.False);
}
