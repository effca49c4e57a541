using MultiplexCluster.Contracts.Requests;
using MultiplexCluster.Providers.Codecs.Answers;
using MultiplexCluster.Providers.Codecs.Errors;
using MultiplexCluster.Providers.Codecs.Json;

namespace MultiplexCluster.Providers.Codecs.Gemini;

/// <summary>
/// Gemini Live (ai.google.dev/api/live): <c>usageMetadata</c> is cumulative within a turn, so of each turn the last one
/// counts, and turns are added up. A turn ends by <c>serverContent.turnComplete</c>; usage told after that, before
/// another turn begins, is one of its own.
/// </summary>
public sealed class LiveDialect : AnswerDialect
{
    private const int Content = FirstSlot;
    private const int ToolCall = Content + 1;
    private const int TurnComplete = ToolCall + 1;
    private const int Metadata = TurnComplete + 1;
    private const int FirstCount = Metadata + 1;

    private const int Prompt = 0;
    private const int ToolUse = 1;
    private const int Cached = 2;
    private const int Answer = 3;
    private const int Thoughts = 4;
    private const int Total = 5;

    private static readonly JsonPaths Watched = new(
    [
        ("serverContent", Content),
        ("serverContent.turnComplete", TurnComplete),
        ("toolCall", ToolCall),
        ("usageMetadata", Metadata),
        ("usageMetadata.promptTokenCount", FirstCount + Prompt),
        ("usageMetadata.toolUsePromptTokenCount", FirstCount + ToolUse),
        ("usageMetadata.cachedContentTokenCount", FirstCount + Cached),
        ("usageMetadata.responseTokenCount", FirstCount + Answer),
        ("usageMetadata.candidatesTokenCount", FirstCount + Answer),
        ("usageMetadata.thoughtsTokenCount", FirstCount + Thoughts),
        ("usageMetadata.totalTokenCount", FirstCount + Total),
    ]);

    private SlotCounts _counts;
    private TokenUsage _ended;
    private TokenUsage _turn;
    private bool _inTurn;
    private bool _turnEnds;

    /// <summary>For one session.</summary>
    public LiveDialect()
        : base(Watched)
    {
    }

    /// <inheritdoc/>
    protected override void OnField(int slot, in JsonValue value)
    {
        switch (slot)
        {
            case Content or ToolCall:
                _inTurn = true;
                break;
            case TurnComplete:
                _turnEnds = value.Kind == JsonKind.True;
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
            _turn = TokenCounts.Of(
                _counts[Prompt] + _counts[ToolUse], _counts[Cached], _counts[Answer] + _counts[Thoughts], _counts.Told(Total));
        }
    }

    /// <inheritdoc/>
    protected override EventMeaning TakeMeaning(bool isDone)
    {
        if (_turnEnds || !_inTurn)
        {
            (_ended, _turn, _inTurn, _turnEnds) = (_ended.Plus(_turn), default, false, false);
        }

        Told = _ended.Plus(_turn);
        return EventMeaning.Other;
    }

    /// <inheritdoc/>
    protected override Verdict Judge(ErrorBody error) => GeminiVerdicts.JudgeReported(error);
}
