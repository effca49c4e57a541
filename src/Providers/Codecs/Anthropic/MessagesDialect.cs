using MultiplexCluster.Providers.Codecs.Answers;
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
    private static readonly JsonPaths Watched = new(
    [
        ("type", (int)Slot.Type),
        ("error", (int)Slot.Error),
        ("stop_reason", (int)Slot.StopReason),
        .. UsagePaths("usage"),
        .. UsagePaths("message.usage"),
    ]);

    private long _uncached;
    private long _created;
    private long _read;
    private long _output;
    private EventType _type;
    private bool _hasStopReason;
    private bool _hasErrorMember;

    /// <summary>For one answer.</summary>
    public MessagesDialect()
        : base(Watched)
    {
    }

    private enum Slot
    {
        Type,
        Error,
        StopReason,
        Input,
        CacheCreation,
        CacheRead,
        Output,
    }

    private enum EventType
    {
        Other,
        MessageStop,
        Completion,
        Error,
    }

    /// <inheritdoc/>
    public override void OnValue(int slot, in JsonValue value)
    {
        switch ((Slot)slot)
        {
            case Slot.Type:
                _type = TypeOf(value.Text);
                break;
            case Slot.Error:
                _hasErrorMember |= IsPresent(value);
                break;
            case Slot.StopReason:
                _hasStopReason = value.Kind is JsonKind.Text;
                break;
            default:
                if (value.Kind == JsonKind.Count)
                {
                    Replace((Slot)slot, value.Count);
                }

                break;
        }
    }

    /// <inheritdoc/>
    public override void OnEvent(ReadOnlySpan<byte> name, bool isDone, bool isWhole)
    {
        if (isWhole)
        {
            IsTerminated |= _type == EventType.MessageStop || (_type == EventType.Completion && _hasStopReason);
            HasError |= _type == EventType.Error || _hasErrorMember;
        }

        HasError |= name.SequenceEqual("error"u8);
        (_type, _hasStopReason, _hasErrorMember) = (EventType.Other, false, false);
    }

    private static IEnumerable<(string Path, int Slot)> UsagePaths(string path) =>
    [
        ($"{path}.input_tokens", (int)Slot.Input),
        ($"{path}.cache_creation_input_tokens", (int)Slot.CacheCreation),
        ($"{path}.cache_read_input_tokens", (int)Slot.CacheRead),
        ($"{path}.output_tokens", (int)Slot.Output),
    ];

    private static EventType TypeOf(ReadOnlySpan<byte> type) =>
        type.SequenceEqual("message_stop"u8) ? EventType.MessageStop
        : type.SequenceEqual("completion"u8) ? EventType.Completion
        : type.SequenceEqual("error"u8) ? EventType.Error
        : EventType.Other;

    private void Replace(Slot field, long count)
    {
        switch (field)
        {
            case Slot.Input:
                _uncached = count;
                break;
            case Slot.CacheCreation:
                _created = count;
                break;
            case Slot.CacheRead:
                _read = count;
                break;
            case Slot.Output:
                _output = count;
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(field), field, "no such field");
        }

        Told = TokenCounts.Of(_uncached + _created + _read, _read, _output, total: null);
    }
}
