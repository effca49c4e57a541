using MultiplexCluster.Contracts.Requests;
using MultiplexCluster.Providers.Codecs.Errors;
using MultiplexCluster.Providers.Codecs.Json;

namespace MultiplexCluster.Providers.Codecs.Answers;

/// <summary>
/// What one shape of answer means: told the watched values of its JSON documents (one body, or one per event), it
/// keeps usage, the terminal marker and the first reported error. One per answer. The slots below
/// <see cref="FirstSlot"/> are those of <see cref="ErrorBody"/>.
/// </summary>
public abstract class AnswerDialect(JsonPaths paths) : IJsonSink
{
    /// <summary>The first slot that is a dialect's own.</summary>
    protected const int FirstSlot = ErrorBody.Slots;

    private ErrorBody? _error;
    private bool _hasErrorMember;

    /// <summary>What it watches.</summary>
    public JsonPaths Paths { get; } = paths;

    /// <summary>False for a stored answer that is read again: it was paid for before.</summary>
    public bool BooksUsage { get; init; } = true;

    /// <summary>The tokens to book of those told so far.</summary>
    public TokenUsage Usage => BooksUsage ? Told : TokenUsage.None;

    /// <summary>The stream's terminal marker has been seen.</summary>
    public bool IsTerminated { get; protected set; }

    /// <summary>The terminal marker has been seen, and by the dialect nothing can follow it.</summary>
    public bool HasSaidAll => IsTerminated && MarkerIsLast;

    /// <summary>Whether the terminal marker is the last event of every stream.</summary>
    protected virtual bool MarkerIsLast => true;

    /// <summary>What the error means that the provider reported inside the stream; null where it reported none.</summary>
    public Verdict? Reported { get; private set; }

    /// <summary>The tokens told so far, whoever books them.</summary>
    public TokenUsage Told { get; protected set; }

    /// <summary>What is told of is over: by a stream's terminal marker, or by a document's own word.</summary>
    public virtual bool IsFinished => IsTerminated;

    /// <summary>An event of this name can tell nothing that is kept: its data need not be read.</summary>
    public virtual bool Skips(ReadOnlySpan<byte> name) => false;

    /// <inheritdoc/>
    public void OnValue(int slot, in JsonValue value)
    {
        if (slot >= FirstSlot)
        {
            OnField(slot, value);
        }
        else if (slot != ErrorBody.MemberSlot || IsPresent(value))
        {
            _hasErrorMember |= slot == ErrorBody.MemberSlot;
            _error ??= new ErrorBody();
            _error.OnValue(slot, value);
        }
    }

    /// <inheritdoc/>
    public void OnClosed(int slot)
    {
        if (slot >= FirstSlot)
        {
            OnFieldClosed(slot);
        }
        else
        {
            _error?.OnClosed(slot);
        }
    }

    /// <summary>An event of a stream has ended.</summary>
    /// <param name="name">Its <c>event:</c> field, or empty.</param>
    /// <param name="isDone">Its data is <c>[DONE]</c>.</param>
    /// <param name="isWhole">Its data is whole JSON; when not, what was told of it must not mark the stream.</param>
    public void OnEvent(ReadOnlySpan<byte> name, bool isDone, bool isWhole)
    {
        var meaning = TakeMeaning(isDone);
        IsTerminated |= meaning == EventMeaning.Terminal && (isWhole || isDone);
        if ((isWhole && (_hasErrorMember || meaning == EventMeaning.Failure)) || name.SequenceEqual("error"u8))
        {
            Reported ??= Judge(_error ?? new ErrorBody());
        }

        (_error, _hasErrorMember) = (null, false);
    }

    /// <summary>The value in a slot of the dialect's own.</summary>
    protected abstract void OnField(int slot, in JsonValue value);

    /// <summary>The end of an object or array in a slot of the dialect's own.</summary>
    protected virtual void OnFieldClosed(int slot)
    {
    }

    /// <summary>What the event that has ended means by what was told of it; the next one begins.</summary>
    protected abstract EventMeaning TakeMeaning(bool isDone);

    /// <summary>What an error inside a stream means; without any field where nothing was told of it.</summary>
    protected abstract Verdict Judge(ErrorBody error);

    /// <summary>An error member stands there: anything but null and false.</summary>
    private static bool IsPresent(in JsonValue value) => value.Kind is not (JsonKind.Null or JsonKind.False);
}
