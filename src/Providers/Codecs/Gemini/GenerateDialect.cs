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

    private static readonly JsonPaths Watched = new(
    [
        .. ChunkPaths(string.Empty),
        ("[]", Chunk),
        .. ChunkPaths("[]."),
    ]);

    private GeminiUsage _usage;
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
            default:
                _usage.OnValue(slot - Metadata, value);
                break;
        }
    }

    /// <inheritdoc/>
    protected override void OnFieldClosed(int slot)
    {
        if (slot == Metadata)
        {
            _usage.OnClosed();
            Told = _usage.Last ?? Told;
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
        .. GeminiUsage.MetadataPaths($"{chunk}usageMetadata", Metadata),
    ];
}
