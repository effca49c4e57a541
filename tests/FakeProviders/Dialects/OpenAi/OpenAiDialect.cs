using MultiplexCluster.FakeProviders.Http;
using MultiplexCluster.FakeProviders.Scripting;

namespace MultiplexCluster.FakeProviders.Dialects.OpenAi;

/// <summary>OpenAI under <c>/openai/v1</c>.</summary>
internal sealed class OpenAiDialect() : Dialect(ProviderDialect.OpenAi, "/openai/v1")
{
    private static readonly ChatCompletions Chat =
        new(groq: false, status => OpenAiErrors.Body(status, ErrorKind.Usual));

    public override int StatusOf(ErrorKind kind) => OpenAiErrors.StatusOf(kind);

    public override ReadOnlySpan<byte> Credential(RequestHead head, ReadOnlySpan<byte> bytes, FakeOptions options) =>
        head.Bearer(bytes);

    public override Reply Answer(Ask ask) => (ask.Method, ask.Path) switch
    {
        ("GET", "/models") => Json(OpenAiModels.List("fake", "gpt-4o", "gpt-4o-mini", "text-embedding-3-small")),
        ("GET", _) when ask.Path.StartsWith("/models/", StringComparison.Ordinal) => Json(OpenAiModels.One("fake", ask.LastSegment)),
        ("POST", _) when ask.Facts.IsMalformed => Error(400, ErrorKind.Usual),
        ("POST", "/chat/completions") when ask.Facts.Stream => Sse(Chat.Stream(ask)),
        ("POST", "/chat/completions") => Json(Chat.Whole(ask)),
        ("POST", "/responses") when ask.Facts.Stream => Sse(Responses.Stream(ask)),
        ("POST", "/responses") => Json(Responses.Whole(ask)),
        ("POST", "/embeddings") => Json(Embeddings.Embed(ask)),
        ("POST", "/moderations") => Json(Embeddings.Moderate(ask)),
        _ => Error(404, ErrorKind.Usual),
    };

    public override Reply Error(int status, ErrorKind kind, string? retryDelay = null) =>
        Reply.Json(OpenAiErrors.Body(status, kind), OpenAiHeaders.Always, status);

    private static Reply Json(string json) => Reply.Json(json, OpenAiHeaders.Inference);

    private static Reply Sse(IEnumerable<string> events) => Reply.Sse(events, OpenAiHeaders.Inference);
}
