using MultiplexCluster.Providers.Codecs.Answers;
using MultiplexCluster.Providers.Codecs.Errors;
using MultiplexCluster.Providers.Codecs.Json;

namespace MultiplexCluster.Providers.Codecs.OpenAi;

/// <summary>
/// Chat completions, completions, embeddings and moderations of OpenAI and Groq, and runs of OpenAI's assistants. A
/// stream ends by <c>data: [DONE]</c> and reports an error by an <c>error</c> member, a run by <c>last_error</c>; Groq
/// also by <c>x_groq.error</c>, and it tells usage in <c>x_groq.usage</c> of the last chunk, counted only where no
/// <c>usage</c> came.
/// </summary>
public sealed class ChatDialect : AnswerDialect
{
    private const int Usual = FirstSlot;
    private const int Groq = Usual + UsageObject.Slots;

    private static readonly JsonPaths Watched = new(
    [
        .. ErrorBody.Paths("error"),
        .. ErrorBody.Paths("last_error"),
        .. ErrorBody.Paths("x_groq.error"),
        .. UsageObject.Paths("usage", Usual),
        .. UsageObject.Paths("x_groq.usage", Groq),
    ]);

    private UsageObject _usual;
    private UsageObject _groq;

    /// <summary>For one answer.</summary>
    public ChatDialect()
        : base(Watched)
    {
    }

    /// <inheritdoc/>
    public override bool Skips(ReadOnlySpan<byte> name) => name.EndsWith(".delta"u8);

    /// <inheritdoc/>
    protected override void OnField(int slot, in JsonValue value)
    {
        if (slot < Groq)
        {
            _usual.OnValue(slot - Usual, value);
        }
        else
        {
            _groq.OnValue(slot - Groq, value);
        }
    }

    /// <inheritdoc/>
    protected override void OnFieldClosed(int slot)
    {
        if (slot == Usual)
        {
            _usual.OnClosed();
        }
        else if (slot == Groq)
        {
            _groq.OnClosed();
        }

        Told = _usual.Last ?? _groq.Last ?? Told;
    }

    /// <inheritdoc/>
    protected override EventMeaning TakeMeaning(bool isDone) => isDone ? EventMeaning.Terminal : EventMeaning.Other;

    /// <inheritdoc/>
    protected override Verdict Judge(ErrorBody error) => OpenAiVerdicts.JudgeReported(error);
}
