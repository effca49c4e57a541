using MultiplexCluster.Providers.Codecs.Answers;
using MultiplexCluster.Providers.Codecs.Errors;
using MultiplexCluster.Providers.Codecs.Json;

namespace MultiplexCluster.Providers.Codecs.Anthropic;

/// <summary>
/// Anthropic messages and the legacy completions. Usage stands in the body, or in <c>message_start</c> and then,
/// cumulative, in each <c>message_delta</c>: every field told replaces the one before, none is added up. Input is
/// input + cache creation + cache read. A stream ends by <c>message_stop</c> (a legacy one by its
/// <c>stop_reason</c>) and reports an error by an <c>error</c> event.
/// </summary>
public sealed class MessagesDialect : AnswerDialect
{
    private const int Type = FirstSlot;
    private const int StopReason = Type + 1;
    private const int FirstCount = StopReason + 1;

    private const int Input = 0;
    private const int CacheCreation = 1;
    private const int CacheRead = 2;
    private const int Output = 3;

    private static readonly JsonPaths Watched = new(
    [
        ("type", Type),
        ("stop_reason", StopReason),
        .. ErrorBody.Paths("error"),
        .. UsagePaths("usage"),
        .. UsagePaths("message.usage"),
    ]);

    private SlotCounts _counts;
    private EventType _type;
    private bool _hasStopReason;

    /// <summary>For one answer.</summary>
    public MessagesDialect()
        : base(Watched)
    {
    }

    private enum EventType
    {
        Other,
        MessageStop,
        Completion,
        Error,
    }

    /// <summary>The pieces of a message, and keepalives. An event's name is its type.</summary>
    public override bool Skips(ReadOnlySpan<byte> name) => name.StartsWith("content_block_"u8) || name.SequenceEqual("ping"u8);

    /// <inheritdoc/>
    protected override void OnField(int slot, in JsonValue value)
    {
        switch (slot)
        {
            case Type:
                _type = TypeOf(value.Text);
                break;
            case StopReason:
                _hasStopReason = value.Kind is JsonKind.Text;
                break;
            default:
                _counts.Set(slot - FirstCount, value);
                Told = TokenCounts.Of(
                    _counts[Input] + _counts[CacheCreation] + _counts[CacheRead], _counts[CacheRead], _counts[Output], total: null);
                break;
        }
    }

    /// <inheritdoc/>
    protected override EventMeaning TakeMeaning(bool isDone)
    {
        var (type, hasStopReason) = (_type, _hasStopReason);
        (_type, _hasStopReason) = (EventType.Other, false);
        return type switch
        {
            EventType.MessageStop => EventMeaning.Terminal,
            EventType.Completion when hasStopReason => EventMeaning.Terminal,
            EventType.Error => EventMeaning.Failure,
            _ => EventMeaning.Other,
        };
    }

    /// <inheritdoc/>
    protected override Verdict Judge(ErrorBody error) => AnthropicVerdicts.JudgeReported(error);

    private static IEnumerable<(string Path, int Slot)> UsagePaths(string path) =>
    [
        ($"{path}.input_tokens", FirstCount + Input),
        ($"{path}.cache_creation_input_tokens", FirstCount + CacheCreation),
        ($"{path}.cache_read_input_tokens", FirstCount + CacheRead),
        ($"{path}.output_tokens", FirstCount + Output),
    ];

    private static EventType TypeOf(ReadOnlySpan<byte> type) =>
        type.SequenceEqual("message_stop"u8) ? EventType.MessageStop
        : type.SequenceEqual("completion"u8) ? EventType.Completion
        : type.SequenceEqual("error"u8) ? EventType.Error
        : EventType.Other;
}
