using MultiplexCluster.Providers.Codecs.Answers;
using MultiplexCluster.Providers.Codecs.Errors;
using MultiplexCluster.Providers.Codecs.Json;

namespace MultiplexCluster.Providers.Codecs.OpenAi;

/// <summary>
/// OpenAI Responses, and the streams built like them (images, speech, transcription): events typed by the
/// <c>type</c> of their data. The terminal event carries usage, inside <c>response</c> where there is one;
/// <c>response.failed</c> and <c>error</c> report an error, the latter in a member or as the event's own fields.
/// </summary>
public sealed class ResponsesDialect : AnswerDialect
{
    private const int Type = FirstSlot;
    private const int Status = Type + 1;
    private const int Outer = Status + 1;
    private const int Inner = Outer + UsageObject.Slots;

    private static readonly JsonPaths Watched = new(
    [
        ("type", Type),
        ("status", Status),
        .. ErrorBody.BarePaths,
        .. ErrorBody.Paths("error"),
        .. ErrorBody.Paths("response.error"),
        .. UsageObject.Paths("usage", Outer),
        .. UsageObject.Paths("response.usage", Inner),
    ]);

    private UsageObject _outer;
    private UsageObject _inner;
    private EventMeaning _meaning;
    private bool _isOfImage;
    private bool _isOver;

    /// <summary>For one answer.</summary>
    public ResponsesDialect()
        : base(Watched)
    {
    }

    /// <summary>Pieces of text, audio, arguments and images: the great mass of a stream. An event's name is its type.</summary>
    public override bool Skips(ReadOnlySpan<byte> name) => name.EndsWith(".delta"u8) || name.EndsWith(".partial_image"u8);

    /// <inheritdoc/>
    protected override void OnField(int slot, in JsonValue value)
    {
        switch (slot)
        {
            case Type:
                _meaning = MeaningOf(value.Text);
                _isOfImage |= value.Text.StartsWith("image_"u8);
                break;
            case Status:
                _isOver = IsLast(value.Text);
                break;
            case < Inner:
                _outer.OnValue(slot - Outer, value);
                break;
            default:
                _inner.OnValue(slot - Inner, value);
                break;
        }
    }

    /// <inheritdoc/>
    protected override void OnFieldClosed(int slot)
    {
        if (slot == Outer)
        {
            _outer.OnClosed();
        }
        else if (slot == Inner)
        {
            _inner.OnClosed();
        }

        Told = _inner.Last ?? _outer.Last ?? Told;
    }

    /// <summary>A stored response that is read as a document has one of five statuses (platform.openai.com/docs/api-reference/responses/object).</summary>
    public override bool IsFinished => base.IsFinished || _isOver;

    // One image is done: where several were asked for, the others follow.
    /// <inheritdoc/>
    protected override bool MarkerIsLast => !_isOfImage;

    /// <inheritdoc/>
    protected override EventMeaning TakeMeaning(bool isDone)
    {
        var meaning = _meaning;
        _meaning = EventMeaning.Other;
        return meaning;
    }

    /// <inheritdoc/>
    protected override Verdict Judge(ErrorBody error) => OpenAiVerdicts.JudgeReported(error);

    private static bool IsLast(ReadOnlySpan<byte> status) =>
        status.SequenceEqual("completed"u8) || status.SequenceEqual("incomplete"u8)
        || status.SequenceEqual("failed"u8) || status.SequenceEqual("cancelled"u8);

    private static EventMeaning MeaningOf(ReadOnlySpan<byte> type)
    {
        if (type.SequenceEqual("error"u8) || type.SequenceEqual("response.failed"u8))
        {
            return EventMeaning.Failure;
        }

        var isTerminal = type.SequenceEqual("response.completed"u8)
            || type.SequenceEqual("response.incomplete"u8)
            || type.SequenceEqual("response.cancelled"u8)
            || type.SequenceEqual("image_generation.completed"u8)
            || type.SequenceEqual("image_edit.completed"u8)
            || type.SequenceEqual("speech.audio.done"u8)
            || type.SequenceEqual("transcript.text.done"u8);
        return isTerminal ? EventMeaning.Terminal : EventMeaning.Other;
    }
}
