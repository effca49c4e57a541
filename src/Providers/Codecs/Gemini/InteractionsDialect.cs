using MultiplexCluster.Providers.Codecs.Answers;
using MultiplexCluster.Providers.Codecs.Errors;
using MultiplexCluster.Providers.Codecs.Json;

namespace MultiplexCluster.Providers.Codecs.Gemini;

/// <summary>
/// Gemini interactions (ai.google.dev/gemini-api/docs/interactions): one object, or events typed by their data's
/// <c>event_type</c>. The stream is whole with <c>interaction.completed</c> (formerly <c>interaction.complete</c>), which
/// carries the usage, or with the <c>[DONE]</c> behind it; an <c>error</c> event reports an error.
/// </summary>
public sealed class InteractionsDialect : AnswerDialect
{
    private const int Type = FirstSlot;
    private const int Outer = Type + 1;
    private const int Inner = Outer + GeminiUsage.Slots;

    private static readonly JsonPaths Watched = new(
    [
        ("event_type", Type),
        .. ErrorBody.Paths("error"),
        .. GeminiUsage.InteractionPaths("usage", Outer),
        .. GeminiUsage.InteractionPaths("interaction.usage", Inner),
    ]);

    private GeminiUsage _outer;
    private GeminiUsage _inner;
    private EventMeaning _meaning;

    /// <summary>For one answer.</summary>
    public InteractionsDialect()
        : base(Watched)
    {
    }

    /// <inheritdoc/>
    public override bool Skips(ReadOnlySpan<byte> name) => name.EndsWith(".delta"u8);

    /// <inheritdoc/>
    protected override void OnField(int slot, in JsonValue value)
    {
        switch (slot)
        {
            case Type:
                _meaning = MeaningOf(value.Text);
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

    /// <inheritdoc/>
    protected override EventMeaning TakeMeaning(bool isDone)
    {
        var meaning = isDone ? EventMeaning.Terminal : _meaning;
        _meaning = EventMeaning.Other;
        return meaning;
    }

    /// <inheritdoc/>
    protected override Verdict Judge(ErrorBody error) => GeminiVerdicts.JudgeReported(error);

    private static EventMeaning MeaningOf(ReadOnlySpan<byte> type) =>
        type.SequenceEqual("interaction.completed"u8) || type.SequenceEqual("interaction.complete"u8) ? EventMeaning.Terminal
        : type.SequenceEqual("error"u8) ? EventMeaning.Failure
        : EventMeaning.Other;
}
