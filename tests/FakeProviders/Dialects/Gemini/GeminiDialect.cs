using System.Text.Json;
using MultiplexCluster.FakeProviders.Http;
using MultiplexCluster.FakeProviders.Scripting;

namespace MultiplexCluster.FakeProviders.Dialects.Gemini;

/// <summary>Gemini under <c>/gemini/{v1,v1beta,v1alpha}</c>.</summary>
internal sealed class GeminiDialect() : Dialect(ProviderDialect.Gemini, "/gemini")
{
    private static readonly string[] Headers = ["Server-Timing: gfet4t7; dur=5", "Vary: Origin", "Vary: X-Origin", "Vary: Referer"];

    public override int StatusOf(ErrorKind kind) => GeminiErrors.StatusOf(kind);

    public override ReadOnlySpan<byte> Credential(RequestHead head, ReadOnlySpan<byte> bytes, FakeOptions options) =>
        head.XGoogApiKey(bytes);

    public override Reply Answer(Ask ask)
    {
        var path = ask.Path.Split('/');
        if (path.Length is < 3 or > 4 || path[1] is not ("v1" or "v1beta" or "v1alpha") || path[2] != "models")
        {
            return Error(404, ErrorKind.Usual);
        }

        if (ask.Method == "GET")
        {
            return Good(path.Length == 3 ? GeminiModels.List() : GeminiModels.One(ask.LastSegment));
        }

        if (path.Length == 3 || ask.Method != "POST")
        {
            return Error(404, ErrorKind.Usual);
        }

        var colon = ask.LastSegment.LastIndexOf(':');
        return ask.Facts.IsMalformed ? Error(400, ErrorKind.Usual)
            : colon < 0 ? Error(404, ErrorKind.Usual)
            : Call(ask, ask.LastSegment[..colon], ask.LastSegment[(colon + 1)..]);
    }

    public override Reply Error(int status, ErrorKind kind, string? retryDelay = null) =>
        Reply.Json(GeminiErrors.Body(status, kind, retryDelay), Headers, status);

    private Reply Call(Ask ask, string model, string verb) => verb switch
    {
        "generateContent" => Good(GenerateContent.Whole(ask, model)),
        "streamGenerateContent" when ask.Query.Contains("alt=sse", StringComparison.Ordinal) =>
            Reply.Stream(GenerateContent.Sse(ask, model), Headers, "text/event-stream"),
        "streamGenerateContent" => Reply.Stream(GenerateContent.Array(ask, model), Headers, "application/json; charset=UTF-8"),
        "countTokens" => Good($$$"""{"totalTokens":{{{ask.Shape.InputTokens}}},"promptTokensDetails":[{"modality":"TEXT","tokenCount":{{{ask.Shape.InputTokens}}}}]}"""),
        "embedContent" => Good($"{{\"embedding\":{Embedding(0)}}}"),
        "batchEmbedContents" => Good($"{{\"embeddings\":[{string.Join(',', Enumerable.Range(0, ask.Facts.Inputs).Select(Embedding))}]}}"),
        _ => Error(404, ErrorKind.Usual),
    };

    private static string Embedding(int index) => $"{{\"values\":{Vectors.Of(index)}}}";

    public override Reply Refuse(int status, string message) =>
        Reply.Json(GeminiErrors.Body(status, JsonEncodedText.Encode(message).ToString()), Headers, status);

    public override bool IsPlain(ReadOnlySpan<byte> path) => path.EndsWith("/models"u8) || path.IndexOf("/models/"u8) >= 0;

    public override Reply? AnswerFully(Request request) =>
        GeminiUploads.Answer(this, request) ?? GeminiFiles.Answer(this, request) ?? CachedContents.Answer(this, request);

    public override Reply Good(string json) => Reply.Json(json, Headers) with { ContentType = "application/json; charset=UTF-8" };
}
