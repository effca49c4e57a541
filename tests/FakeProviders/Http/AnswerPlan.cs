using MultiplexCluster.FakeProviders.Counting;
using MultiplexCluster.FakeProviders.Dialects;
using MultiplexCluster.FakeProviders.Scripting;

namespace MultiplexCluster.FakeProviders.Http;

/// <summary>What will be sent: a ready default answer, or pieces made for the step.</summary>
internal readonly struct AnswerPlan
{
    private static readonly Reply UnknownPrefix =
        Reply.Json("""{"error":"paths start with /openai/v1, /anthropic, /gemini or /groq/openai/v1"}""", [], 404);

    private readonly IEnumerable<byte[]>? _pieces;

    private AnswerPlan(Answer? ready, IEnumerable<byte[]>? pieces, bool isStream, bool keepAlive)
    {
        (Ready, _pieces, IsStream, KeepAlive) = (ready, pieces, isStream, keepAlive);
    }

    /// <summary>The default answer, when no step changes it.</summary>
    public Answer? Ready { get; }

    public bool IsStream { get; }

    /// <summary>False when the connection ends with the answer.</summary>
    public bool KeepAlive { get; }

    public static AnswerPlan Make(FakeState state, Dialect? dialect, Call call, Step? step, RequestHead head, ReadOnlySpan<byte> headBytes, ReadOnlySpan<byte> body)
    {
        if (dialect is null)
        {
            return new AnswerPlan(new Answer(UnknownPrefix), null, false, true);
        }

        var method = head.Method(headBytes);
        var target = head.Target(headBytes);
        var facts = BodyFacts.Read(body);
        var model = body[facts.Model];
        if (step is null)
        {
            var ready = call.Key.Value.Length == 0 ? new Answer(dialect.Error(dialect.StatusOf(ErrorKind.NoKey), ErrorKind.NoKey))
                : MayBeKept(dialect, target, facts) ? state.Answers.Find(dialect, method, target, model, facts)
                : new Answer(Whole(Shape.Of(state.Options, null), head, headBytes, body)());
            return new AnswerPlan(ready, null, ready.IsStream, true);
        }

        if (step.Nonsense is { } kind)
        {
            return new AnswerPlan(null, GarbageBytes.Of(kind, step.Size), false, false);
        }

        var reply = ScriptedReply.Make(dialect, Whole(Shape.Of(state.Options, step), head, headBytes, body), step);
        return new AnswerPlan(null, Wire.Encode(reply, step), reply.Events is not null, step.Framing != Framing.UntilClose);

        Func<Reply> Whole(Shape shape, RequestHead head, ReadOnlySpan<byte> headBytes, ReadOnlySpan<byte> body) =>
            FullAnswer.Prepare(dialect, call, shape, head, headBytes, body, facts);
    }

    private static bool MayBeKept(Dialect dialect, ReadOnlySpan<byte> target, BodyFacts facts)
    {
        var path = target[dialect.Prefix.Length..];
        var query = path.IndexOf((byte)'?');
        return !facts.HasTools && !facts.NamesObject && dialect.IsPlain(query < 0 ? path : path[..query]);
    }

    /// <summary>The bytes to send, head first.</summary>
    public IEnumerable<byte[]> Pieces(FakeState state, Call call) =>
        Ready is { } ready ? ready.Pieces(ready.IsStream && state.Options.EventDelay > TimeSpan.Zero, state.Stamps, call.Sequence) : Stamped(_pieces!, state.Stamps, call.Sequence);

    private static IEnumerable<byte[]> Stamped(IEnumerable<byte[]> pieces, Stamps stamps, long sequence)
    {
        foreach (var piece in pieces)
        {
            stamps.Apply(piece, sequence);
            yield return piece;
        }
    }
}
