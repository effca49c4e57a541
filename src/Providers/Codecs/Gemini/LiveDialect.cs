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

    private static readonly JsonPaths Watched = new(
    [
        ("serverContent", Content),
        ("serverContent.turnComplete", TurnComplete),
        ("toolCall", ToolCall),
        .. GeminiUsage.MetadataPaths("usageMetadata", Metadata),
        ("usageMetadata.responseTokenCount", Metadata + GeminiUsage.Written),
    ]);

    private GeminiUsage _usage;
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
            _turn = _usage.Last ?? _turn;
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
