using System.Text.Json;
using MultiplexCluster.FakeProviders.Dialects.OpenAi;
using MultiplexCluster.FakeProviders.Http;
using MultiplexCluster.FakeProviders.Scripting;

namespace MultiplexCluster.FakeProviders.Dialects.Groq;

/// <summary>Groq under <c>/groq/openai/v1</c>: OpenAI's forms with its own marks.</summary>
internal sealed class GroqDialect() : Dialect(ProviderDialect.Groq, "/groq/openai/v1")
{
    private static readonly ChatCompletions Chat =
        new(groq: true, status => GroqErrors.Body(status, ErrorKind.Usual));

    public override int StatusOf(ErrorKind kind) => GroqErrors.StatusOf(kind);

    public override ReadOnlySpan<byte> Credential(RequestHead head, ReadOnlySpan<byte> bytes, FakeOptions options) =>
        head.Bearer(bytes);

    public override Reply Answer(Ask ask) => (ask.Method, ask.Path) switch
    {
        ("GET", "/models") => Good(OpenAiModels.List("Meta", "llama-3.3-70b-versatile", "llama-3.1-8b-instant")),
        ("GET", _) when ask.Path.StartsWith("/models/", StringComparison.Ordinal) => Good(OpenAiModels.One("Meta", ask.LastSegment)),
        ("POST", _) when ask.Facts.IsMalformed => Error(400, ErrorKind.Usual),
        ("POST", "/chat/completions") when ask.Facts.Stream => Reply.Sse(Chat.Stream(ask), GroqHeaders.Inference),
        ("POST", "/chat/completions") => Good(Chat.Whole(ask)),
        ("POST", "/embeddings") => Good(Embeddings.Embed(ask)),
        _ => Error(404, ErrorKind.Usual),
    };

    public override Reply Error(int status, ErrorKind kind, string? retryDelay = null) =>
        Reply.Json(GroqErrors.Body(status, kind), GroqHeaders.Always, status);

    public override Reply Refuse(int status, string message) => Reply.Json(
        GroqErrors.Error(JsonEncodedText.Encode(message).ToString(), "invalid_request_error", "invalid_request"), GroqHeaders.Always, status);

    public override Reply Good(string json) => Reply.Json(json, GroqHeaders.Inference);

    public override bool IsPlain(ReadOnlySpan<byte> path) => OpenAiPaths.ArePlain(path);

    public override Reply? AnswerFully(Request request) => Files.Answer(this, request)
        ?? Batches.Answer(this, request)
        ?? StoredResponses.Answer(this, request)
        ?? Audio.Answer(this, request);
}
