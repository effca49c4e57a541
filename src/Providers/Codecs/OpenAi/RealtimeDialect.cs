using MultiplexCluster.Contracts.Requests;
using MultiplexCluster.Providers.Codecs.Answers;
using MultiplexCluster.Providers.Codecs.Errors;
using MultiplexCluster.Providers.Codecs.Json;

namespace MultiplexCluster.Providers.Codecs.OpenAi;

/// <summary>
/// OpenAI Realtime: each <c>response.done</c> tells the tokens of its own response, so they are added up
/// (platform.openai.com/docs/api-reference/realtime-server-events). An <c>error</c> event is about one event of the
/// client's; the session goes on.
/// </summary>
public sealed class RealtimeDialect : AnswerDialect
{
    private const int Type = FirstSlot;
    private const int OfResponse = Type + 1;

    private static readonly JsonPaths Watched = new([("type", Type), .. UsageObject.Paths("response.usage", OfResponse)]);

    private UsageObject _usage;
    private bool _isDone;

    /// <summary>For one session.</summary>
    public RealtimeDialect()
        : base(Watched)
    {
    }

    /// <inheritdoc/>
    protected override void OnField(int slot, in JsonValue value)
    {
        if (slot == Type)
        {
            _isDone = value.Text.SequenceEqual("response.done"u8);
        }
        else
        {
            _usage.OnValue(slot - OfResponse, value);
        }
    }

    /// <inheritdoc/>
    protected override void OnFieldClosed(int slot)
    {
        if (slot == OfResponse)
        {
            _usage.OnClosed();
        }
    }

    /// <inheritdoc/>
    protected override EventMeaning TakeMeaning(bool isDone)
    {
        if (_isDone && _usage.Last is { } told)
        {
            Told = Told.Plus(told);
        }

        (_usage, _isDone) = (default, false);
        return EventMeaning.Other;
    }

    /// <inheritdoc/>
    protected override Verdict Judge(ErrorBody error) => OpenAiVerdicts.JudgeReported(error);
}
