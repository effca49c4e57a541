using MultiplexCluster.Providers.Codecs.Answers;
using MultiplexCluster.Providers.Codecs.Errors;
using MultiplexCluster.Providers.Codecs.Json;

namespace MultiplexCluster.Providers.Codecs.Gemini;

/// <summary>
/// Gemini answers: one object, an event per object, or an array of objects. Each <c>usageMetadata</c> is cumulative, so
/// the last whole one counts; input is prompt + tool use, output is candidates + thoughts. A stream is complete once a
/// chunk had a <c>finishReason</c> or a <c>promptFeedback.blockReason</c>, and reports an error by an <c>error</c> member.
/// </summary>
public sealed class GenerateDialect : AnswerDialect
{
    private const int Chunk = FirstSlot;
    private const int Finish = Chunk + 1;
    private const int Metadata = Finish + 1;
    private const int FirstCount = Metadata + 1;

    private const int Prompt = 0;
    private const int ToolUse = 1;
    private const int Cached = 2;
    private const int Candidates = 3;
    private const int Thoughts = 4;
    private const int Total = 5;

    private static readonly JsonPaths Watched = new(
    [
        .. ChunkPaths(string.Empty),
        ("[]", Chunk),
        .. ChunkPaths("[]."),
    ]);

    private SlotCounts _counts;
    private bool _hasEnd;

    /// <summary>For one answer.</summary>
    public GenerateDialect()
        : base(Watched)
    {
    }

    /// <inheritdoc/>
    protected override void OnField(int slot, in JsonValue value)
    {
        switch (slot)
        {
            case Chunk:
                break;
            case Finish:
                _hasEnd |= value.Kind == JsonKind.Text && !value.Text.EndsWith("_UNSPECIFIED"u8);
                break;
            case Metadata:
                _counts = default;
                break;
            default:
                _counts.Set(slot - FirstCount, value);
                break;
        }
    }

    /// <inheritdoc/>
    protected override void OnFieldClosed(int slot)
    {
        if (slot == Metadata)
        {
            Told = TokenCounts.Of(
                _counts[Prompt] + _counts[ToolUse], _counts[Cached], _counts[Candidates] + _counts[Thoughts], _counts.Told(Total));
        }
        else if (slot == Chunk)
        {
            OnEvent(default, isDone: false, isWhole: true);
        }
    }

    // One candidate's end: others, and the last usage, may follow.
    /// <inheritdoc/>
    protected override bool MarkerIsLast => false;

    /// <inheritdoc/>
    protected override EventMeaning TakeMeaning(bool isDone)
    {
        var hasEnd = _hasEnd;
        _hasEnd = false;
        return hasEnd ? EventMeaning.Terminal : EventMeaning.Other;
    }

    /// <inheritdoc/>
    protected override Verdict Judge(ErrorBody error) => GeminiVerdicts.JudgeReported(error);

    private static IEnumerable<(string Path, int Slot)> ChunkPaths(string chunk) =>
    [
        .. ErrorBody.Paths($"{chunk}error"),
        ($"{chunk}candidates[].finishReason", Finish),
        ($"{chunk}promptFeedback.blockReason", Finish),
        ($"{chunk}usageMetadata", Metadata),
        ($"{chunk}usageMetadata.promptTokenCount", FirstCount + Prompt),
        ($"{chunk}usageMetadata.toolUsePromptTokenCount", FirstCount + ToolUse),
        ($"{chunk}usageMetadata.cachedContentTokenCount", FirstCount + Cached),
        ($"{chunk}usageMetadata.candidatesTokenCount", FirstCount + Candidates),
        ($"{chunk}usageMetadata.thoughtsTokenCount", FirstCount + Thoughts),
        ($"{chunk}usageMetadata.totalTokenCount", FirstCount + Total),
    ];
}
