using System.Text.Json.Nodes;
using MultiplexCluster.Contracts.Endpoints;
using MultiplexCluster.Providers.Codecs;
using MultiplexCluster.Providers.Tests.Codecs;
using MultiplexCluster.Providers.Translation;
using Xunit;
using static MultiplexCluster.Providers.Tests.Translation.Translating;

namespace MultiplexCluster.Providers.Tests.Translation.Embeddings;

public class EmbeddingTests
{
    private static readonly ITranslation Gemini = Translations.Embeddings(ProviderKind.Gemini)!;
    private static readonly ITranslation Groq = Translations.Embeddings(ProviderKind.Groq)!;
    private static readonly ITranslation Claude = Translations.Embeddings(ProviderKind.Anthropic)!;

    // providers.md §3, "Paths": Google's client calls batchEmbedContents for one text too.
    [Theory]
    [InlineData("\"input\":\"a\"", """{"requests":[{"model":"models/the-model","content":{"parts":[{"text":"a"}]}}]}""")]
    [InlineData("\"input\":[\"a\",\"\\u00e9\"],\"dimensions\":8", """{"requests":[{"model":"models/the-model","content":{"parts":[{"text":"a"}]},"outputDimensionality":8},{"model":"models/the-model","content":{"parts":[{"text":"é"}]},"outputDimensionality":8}]}""")]
    public void Gemini_takes_one_text_or_many(string members, string body)
    {
        var request = Request(Gemini, $$"""{"model":"m","user":"u",{{members}}}""");

        Same(body, Body(request));
        Assert.Equal("/v1beta/models/the-model:batchEmbedContents", request.Path);
        Assert.NotNull(ProviderCodecs.For(ProviderKind.Gemini).Match(request.Method, request.Path));
        Assert.Equal(["user"], request.Ignored);
    }

    [Theory]
    [InlineData("\"dimensions\":8", "input")]
    [InlineData("\"input\":[]", "input")]
    [InlineData("\"input\":\"\"", "input")]
    [InlineData("\"input\":[1,2]", "input")]
    [InlineData("\"input\":[[1],[2]]", "input")]
    [InlineData("\"input\":\"a\",\"dimensions\":0", "dimensions")]
    [InlineData("\"input\":\"a\",\"encoding_format\":\"hex\"", "encoding_format")]
    [InlineData("\"input\":\"a\",\"stream\":true", "stream")]
    public void Gemini_refuses_by_name(string members, string param) => Assert.Equal(param, Refusal(Gemini, $$"""{"model":"m",{{members}}}""").Param);

    [Fact]
    public void Gemini_takes_as_many_texts_as_openai_does()
    {
        string Of(int texts) => $$"""{"model":"m","input":[{{string.Join(',', Enumerable.Repeat("\"a\"", texts))}}]}""";

        Assert.Equal(2_048, Body(Request(Gemini, Of(2_048)))["requests"]!.AsArray().Count);
        Assert.Equal("input", Refusal(Gemini, Of(2_049)).Param);
    }

    [Fact]
    public void Geminis_vectors_are_a_list() => Same(
        """{"object":"list","data":[{"object":"embedding","index":0,"embedding":[0.5,-1.25e-3]},{"object":"embedding","index":1,"embedding":[]}],"model":"the-model","usage":{"prompt_tokens":0,"total_tokens":0}}""",
        JsonNode.Parse(Answer(Gemini, """{"embeddings":[{"values":[0.5,-1.25e-3]},{"values":[]}]}""")));

    [Fact]
    public void Vectors_in_base64_are_little_endian_floats()
    {
        Assert.True(Request(Gemini, """{"model":"m","input":"a","encoding_format":"base64"}""").Wishes.Base64);
        Assert.False(Request(Gemini, """{"model":"m","input":"a","encoding_format":"float"}""").Wishes.Base64);

        var answer = Gemini.Answer(Splits.Utf8("""{"embeddings":[{"values":[0.5,-2,1e999]}],"usageMetadata":{"promptTokenCount":3}}"""), Context(base64: true));

        var list = JsonNode.Parse(answer.Body.Span)!;
        Assert.Equal([0, 0, 0, 63, 0, 0, 0, 192, 0, 0, 128, 127], Convert.FromBase64String((string)list["data"]![0]!["embedding"]!));
        Assert.Equal(3, (int)list["usage"]!["prompt_tokens"]!);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"embeddings":[{"values":["a"]}]}""")]
    [InlineData("""{"embeddings":[7]}""")]
    public void An_answer_without_vectors_says_so(string body) => Assert.False(Gemini.Answer(Splits.Utf8(body), Context()).IsReadable);

    // providers.md §4, "Paths".
    [Fact]
    public void Groq_takes_openais_format()
    {
        var request = Request(Groq, """{"model":"m","input":["a"],"encoding_format":"base64","user":"u"}""");

        Same("""{"model":"the-model","input":["a"],"encoding_format":"base64","user":"u"}""", Body(request));
        Assert.Equal("/embeddings", request.Path);
        Assert.NotNull(ProviderCodecs.For(ProviderKind.Groq).Match(request.Method, request.Path));
        Assert.Equal("dimensions", Refusal(Groq, """{"model":"m","input":"a","dimensions":4}""").Param);
        Same("""{"data":[{"embedding":"AAAA"}]}""", JsonNode.Parse(Answer(Groq, """{"data":[{"embedding":"AAAA"}]}""")));
        Assert.False(Groq.Answer("{}"u8.ToArray(), Context()).IsReadable);
    }

    [Fact]
    public void Claude_has_none()
    {
        Assert.Equal("model", Refusal(Claude, """{"model":"m","input":"a"}""").Param);
        Assert.Equal("model", Refusal(Claude, "nonsense").Param);
    }
}
