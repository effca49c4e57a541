using MultiplexCluster.Providers.Codecs.Answers;
using MultiplexCluster.Providers.Codecs.Json;

namespace MultiplexCluster.Providers.Codecs.Gemini;

/// <summary>
/// Gemini answers: one object, an event per object, or an array of objects. Each <c>usageMetadata</c> is cumulative, so
/// the last whole one counts; input is prompt + tool use, output is candidates + thoughts. A stream is complete once a
/// chunk had a <c>finishReason</c> or a <c>promptFeedback.blockReason</c>, and reports an error by an <c>error</c> member.
/// </summary>
public sealed class GenerateDialect : AnswerDialect
{
    private static readonly JsonPaths Watched = new(
    [
        .. ChunkPaths(string.Empty),
        ("[]", (int)Slot.Chunk),
        .. ChunkPaths("[]."),
    ]);

    private Counts _counts;
    private bool _hasEnd;
    private bool _hasErrorMember;

    /// <summary>For one answer.</summary>
    public GenerateDialect()
        : base(Watched)
    {
    }

    private enum Slot
    {
        Chunk,
        Error,
        End,
        Usage,
        Prompt,
        ToolUse,
        Cached,
        Candidates,
        Thoughts,
        Total,
    }

    /// <inheritdoc/>
    public override void OnValue(int slot, in JsonValue value)
    {
        switch ((Slot)slot)
        {
            case Slot.Chunk:
                break;
            case Slot.Error:
                _hasErrorMember |= IsPresent(value);
                break;
            case Slot.End:
                _hasEnd |= value.Kind == JsonKind.Text && !value.Text.EndsWith("_UNSPECIFIED"u8);
                break;
            case Slot.Usage:
                _counts = default;
                break;
            default:
                if (value.Kind == JsonKind.Count)
                {
                    _counts.Set((Slot)slot, value.Count);
                }

                break;
        }
    }

    /// <inheritdoc/>
    public override void OnClosed(int slot)
    {
        if (slot == (int)Slot.Usage)
        {
            Told = TokenCounts.Of(
                _counts.Prompt + _counts.ToolUse, _counts.Cached, _counts.Candidates + _counts.Thoughts, _counts.Total);
        }
        else if (slot == (int)Slot.Chunk)
        {
            OnEvent(default, isDone: false, isWhole: true);
        }
    }

    /// <inheritdoc/>
    public override void OnEvent(ReadOnlySpan<byte> name, bool isDone, bool isWhole)
    {
        if (isWhole)
        {
            IsTerminated |= _hasEnd;
            HasError |= _hasErrorMember;
        }

        (_hasEnd, _hasErrorMember) = (false, false);
    }

    private static IEnumerable<(string Path, int Slot)> ChunkPaths(string chunk) =>
    [
        ($"{chunk}error", (int)Slot.Error),
        ($"{chunk}candidates[].finishReason", (int)Slot.End),
        ($"{chunk}promptFeedback.blockReason", (int)Slot.End),
        ($"{chunk}usageMetadata", (int)Slot.Usage),
        ($"{chunk}usageMetadata.promptTokenCount", (int)Slot.Prompt),
        ($"{chunk}usageMetadata.toolUsePromptTokenCount", (int)Slot.ToolUse),
        ($"{chunk}usageMetadata.cachedContentTokenCount", (int)Slot.Cached),
        ($"{chunk}usageMetadata.candidatesTokenCount", (int)Slot.Candidates),
        ($"{chunk}usageMetadata.thoughtsTokenCount", (int)Slot.Thoughts),
        ($"{chunk}usageMetadata.totalTokenCount", (int)Slot.Total),
    ];

    private struct Counts
    {
        public long Prompt;
        public long ToolUse;
        public long Cached;
        public long Candidates;
        public long Thoughts;
        public long? Total;

        public void Set(Slot field, long count)
        {
            switch (field)
            {
                case Slot.Prompt:
                    Prompt = count;
                    break;
                case Slot.ToolUse:
                    ToolUse = count;
                    break;
                case Slot.Cached:
                    Cached = count;
                    break;
                case Slot.Candidates:
                    Candidates = count;
                    break;
                case Slot.Thoughts:
                    Thoughts = count;
                    break;
                case Slot.Total:
                    Total = count;
                    break;
                default:
                    throw new ArgumentOutOfRangeException(nameof(field), field, "no such field");
            }
        }
    }
}
