using MultiplexCluster.Providers.Codecs.Answers;
using MultiplexCluster.Providers.Codecs.Json;

namespace MultiplexCluster.Providers.Codecs.OpenAi;

/// <summary>
/// Chat completions, completions, embeddings and moderations of OpenAI and Groq. A stream ends by <c>data: [DONE]</c>
/// and reports an error by an <c>error</c> member; Groq also by <c>x_groq.error</c>, and it tells usage in
/// <c>x_groq.usage</c> of the last chunk, counted only where no <c>usage</c> came.
/// </summary>
public sealed class ChatDialect : AnswerDialect
{
    private const int Error = 0;
    private const int Usual = 1;
    private const int Groq = Usual + UsageObject.Slots;

    private static readonly JsonPaths Watched = new(
    [
        ("error", Error),
        ("x_groq.error", Error),
        .. UsageObject.Paths("usage", Usual),
        .. UsageObject.Paths("x_groq.usage", Groq),
    ]);

    private UsageObject _usual;
    private UsageObject _groq;
    private bool _hasErrorMember;

    /// <summary>For one answer.</summary>
    public ChatDialect()
        : base(Watched)
    {
    }

    /// <inheritdoc/>
    public override void OnValue(int slot, in JsonValue value)
    {
        switch (slot)
        {
            case Error:
                _hasErrorMember |= IsPresent(value);
                break;
            case < Groq:
                _usual.OnValue(slot - Usual, value);
                break;
            default:
                _groq.OnValue(slot - Groq, value);
                break;
        }
    }

    /// <inheritdoc/>
    public override void OnClosed(int slot)
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
    public override void OnEvent(ReadOnlySpan<byte> name, bool isDone, bool isWhole)
    {
        IsTerminated |= isDone;
        HasError |= (isWhole && _hasErrorMember) || name.SequenceEqual("error"u8);
        _hasErrorMember = false;
    }
}
