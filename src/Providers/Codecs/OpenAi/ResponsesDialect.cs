using MultiplexCluster.Providers.Codecs.Answers;
using MultiplexCluster.Providers.Codecs.Json;

namespace MultiplexCluster.Providers.Codecs.OpenAi;

/// <summary>
/// OpenAI Responses, and the streams built like them (images, speech, transcription): events typed by the
/// <c>type</c> of their data. The terminal event carries usage, inside <c>response</c> where there is one;
/// <c>response.failed</c> and <c>error</c> report an error.
/// </summary>
public sealed class ResponsesDialect : AnswerDialect
{
    private const int Type = 0;
    private const int Error = 1;
    private const int Outer = 2;
    private const int Inner = Outer + UsageObject.Slots;

    private static readonly JsonPaths Watched = new(
    [
        ("type", Type),
        ("error", Error),
        .. UsageObject.Paths("usage", Outer),
        .. UsageObject.Paths("response.usage", Inner),
    ]);

    private UsageObject _outer;
    private UsageObject _inner;
    private EventMeaning _meaning;
    private bool _hasErrorMember;

    /// <summary>For one answer.</summary>
    public ResponsesDialect()
        : base(Watched)
    {
    }

    private enum EventMeaning
    {
        Other,
        Terminal,
        Failure,
    }

    /// <inheritdoc/>
    public override void OnValue(int slot, in JsonValue value)
    {
        switch (slot)
        {
            case Type:
                _meaning = MeaningOf(value.Text);
                break;
            case Error:
                _hasErrorMember |= IsPresent(value);
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
    public override void OnClosed(int slot)
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

    /// <inheritdoc/>
    public override void OnEvent(ReadOnlySpan<byte> name, bool isDone, bool isWhole)
    {
        if (isWhole)
        {
            IsTerminated |= _meaning == EventMeaning.Terminal;
            HasError |= _meaning == EventMeaning.Failure || _hasErrorMember;
        }

        HasError |= name.SequenceEqual("error"u8);
        (_meaning, _hasErrorMember) = (EventMeaning.Other, false);
    }

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
