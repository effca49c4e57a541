using System.Text.Json;
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
        ("GET", "/v1/models") => Good(AnthropicModels.List()),
        ("GET", _) when ask.Path.StartsWith("/v1/models/", StringComparison.Ordinal) => Good(AnthropicModels.One(ask.LastSegment)),
        ("POST", _) when ask.Facts.IsMalformed => Error(400, ErrorKind.Usual),
        ("POST", "/v1/messages") when ask.Facts.Stream => Reply.Sse(Messages.Stream(ask), AnthropicHeaders.Good),
        ("POST", "/v1/messages") => Good(Messages.Whole(ask)),
        ("POST", "/v1/messages/count_tokens") => Good($$"""{"input_tokens":{{ask.Shape.InputTokens}}}"""),
        _ => Error(404, ErrorKind.Usual),
    };

    public override Reply Error(int status, ErrorKind kind, string? retryDelay = null) =>
        Reply.Json(AnthropicErrors.Body(status, kind), AnthropicHeaders.Always, status);

    public override Reply Refuse(int status, string message) =>
        Reply.Json(AnthropicErrors.Body(status, JsonEncodedText.Encode(message).ToString()), AnthropicHeaders.Always, status);

    public override Reply Good(string json) => Reply.Json(json, AnthropicHeaders.Good);

    public override bool IsPlain(ReadOnlySpan<byte> path) =>
        path.SequenceEqual("/v1/messages"u8) || path.SequenceEqual("/v1/messages/count_tokens"u8) || path.StartsWith("/v1/models"u8);

    public override Reply? AnswerFully(Request request) =>
        AnthropicFiles.Answer(this, request) ?? MessageBatches.Answer(this, request);
}
