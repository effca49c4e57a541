using System.Text.Json;
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
        ("GET", "/models") => Good(OpenAiModels.List("fake", "gpt-4o", "gpt-4o-mini", "text-embedding-3-small")),
        ("GET", _) when ask.Path.StartsWith("/models/", StringComparison.Ordinal) => Good(OpenAiModels.One("fake", ask.LastSegment)),
        ("POST", _) when ask.Facts.IsMalformed => Error(400, ErrorKind.Usual),
        ("POST", "/chat/completions") when ask.Facts.Stream => Sse(Chat.Stream(ask)),
        ("POST", "/chat/completions") => Good(Chat.Whole(ask)),
        ("POST", "/embeddings") => Good(Embeddings.Embed(ask)),
        ("POST", "/moderations") => Good(Embeddings.Moderate(ask)),
        _ => Error(404, ErrorKind.Usual),
    };

    public override Reply Error(int status, ErrorKind kind, string? retryDelay = null) =>
        Reply.Json(OpenAiErrors.Body(status, kind), OpenAiHeaders.Always, status);

    public override Reply Refuse(int status, string message) =>
        Reply.Json(OpenAiErrors.Error(JsonEncodedText.Encode(message).ToString(), "invalid_request_error", null), OpenAiHeaders.Always, status);

    public override Reply Good(string json) => Reply.Json(json, OpenAiHeaders.Inference);

    public override bool IsPlain(ReadOnlySpan<byte> path) => OpenAiPaths.ArePlain(path);

    public override Reply? AnswerFully(Request request) => Files.Answer(this, request)
        ?? Uploads.Answer(this, request)
        ?? Batches.Answer(this, request)
        ?? StoredResponses.Answer(this, request)
        ?? Conversations.Answer(this, request)
        ?? VectorStores.Answer(this, request)
        ?? Audio.Answer(this, request)
        ?? Images.Answer(this, request);

    private static Reply Sse(IEnumerable<string> events) => Reply.Sse(events, OpenAiHeaders.Inference);
}
