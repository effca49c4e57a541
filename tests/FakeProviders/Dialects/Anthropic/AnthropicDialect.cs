using MultiplexCluster.FakeProviders.Http;
using MultiplexCluster.FakeProviders.Scripting;

namespace MultiplexCluster.FakeProviders.Dialects.Anthropic;

/// <summary>Anthropic under <c>/anthropic</c>.</summary>
internal sealed class AnthropicDialect() : Dialect(ProviderDialect.Anthropic, "/anthropic")
{
    public override int StatusOf(ErrorKind kind) => AnthropicErrors.StatusOf(kind);

    public override ReadOnlySpan<byte> Credential(RequestHead head, ReadOnlySpan<byte> bytes, FakeOptions options)
    {
        var key = head.XApiKey(bytes);
        return key.IsEmpty && options.AcceptAnthropicBearer ? head.Bearer(bytes) : key;
    }

    public override Reply Answer(Ask ask) => (ask.Method, ask.Path) switch
    {
        ("GET", "/v1/models") => Json(AnthropicModels.List()),
        ("GET", _) when ask.Path.StartsWith("/v1/models/", StringComparison.Ordinal) => Json(AnthropicModels.One(ask.LastSegment)),
        ("POST", _) when ask.Facts.IsMalformed => Error(400, ErrorKind.Usual),
        ("POST", "/v1/messages") when ask.Facts.Stream => Reply.Sse(Messages.Stream(ask), AnthropicHeaders.Good),
        ("POST", "/v1/messages") => Json(Messages.Whole(ask)),
        ("POST", "/v1/messages/count_tokens") => Json($$"""{"input_tokens":{{ask.Shape.InputTokens}}}"""),
        _ => Error(404, ErrorKind.Usual),
    };

    public override Reply Error(int status, ErrorKind kind, string? retryDelay = null) =>
        Reply.Json(AnthropicErrors.Body(status, kind), AnthropicHeaders.Always, status);

    private static Reply Json(string json) => Reply.Json(json, AnthropicHeaders.Good);
}
