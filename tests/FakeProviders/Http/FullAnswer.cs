using System.Globalization;
using System.Text;
using MultiplexCluster.FakeProviders.Counting;
using MultiplexCluster.FakeProviders.Dialects;

namespace MultiplexCluster.FakeProviders.Http;

/// <summary>The good answer to a call that has to be looked at as a whole.</summary>
internal static class FullAnswer
{
    /// <summary>Copies what it needs; the answer, with what it changes at the key, is made when called.</summary>
    public static Func<Reply> Prepare(
        Dialect dialect, Call call, Shape shape, RequestHead head, ReadOnlySpan<byte> headBytes, ReadOnlySpan<byte> body, BodyFacts facts)
    {
        var ask = AskOf(dialect, head.Method(headBytes), head.Target(headBytes), body[facts.Model], facts, shape);
        if (facts is { HasTools: true, IsMalformed: false })
        {
            ask = ask with { Call = ToolCall.Of(body) };
        }

        var id = call.Sequence.ToString("x16", CultureInfo.InvariantCulture);
        var request = new Request(ask, id, head.Headers(headBytes), body.ToArray(), call.Key.Objects);
        return () => dialect.AnswerFully(request) ?? dialect.Answer(ask);
    }

    public static Ask AskOf(Dialect dialect, ReadOnlySpan<byte> method, ReadOnlySpan<byte> target, ReadOnlySpan<byte> model, BodyFacts facts, Shape shape)
    {
        var path = Encoding.Latin1.GetString(target[dialect.Prefix.Length..]);
        var query = path.IndexOf('?');
        return new Ask(
            Encoding.Latin1.GetString(method),
            query < 0 ? path : path[..query],
            query < 0 ? "" : path[query..],
            Encoding.UTF8.GetString(model),
            facts,
            shape);
    }
}
