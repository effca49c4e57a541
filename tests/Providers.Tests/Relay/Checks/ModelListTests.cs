using System.Text;
using CsCheck;
using MultiplexCluster.Contracts.Endpoints;
using MultiplexCluster.Providers.Relay.Checks;
using Xunit;

namespace MultiplexCluster.Providers.Tests.Relay.Checks;

public sealed class ModelListTests
{
    private const string OpenAi = """{"object":"list","data":[{"id":"m-1","object":"model"},{"id":"m-2"}]}""";
    private const string Gemini = """{"models":[{"name":"models/m-1"}],"nextPageToken":"n"}""";

    [Theory]
    [InlineData(ProviderKind.OpenAi, OpenAi)]
    [InlineData(ProviderKind.Groq, OpenAi)]
    [InlineData(ProviderKind.Anthropic, """{"data":[{"type":"model","id":"m"}],"has_more":true,"first_id":"m","last_id":"m"}""")]
    [InlineData(ProviderKind.Gemini, Gemini)]
    [InlineData(ProviderKind.OpenAi, """ {"meta":{"data":[{"a":[]}]},"data":[]} """)]
    [InlineData(ProviderKind.OpenAi, "\uFEFF" + OpenAi)]
    public void A_list_is_one_even_when_empty(ProviderKind provider, string body) => Assert.True(IsOne(body, provider));

    [Theory]
    [InlineData(ProviderKind.OpenAi, "")]
    [InlineData(ProviderKind.OpenAi, " ")]
    [InlineData(ProviderKind.OpenAi, "<html><body>Sign in</body></html>")]
    [InlineData(ProviderKind.OpenAi, "{}")]
    [InlineData(ProviderKind.OpenAi, "[]")]
    [InlineData(ProviderKind.OpenAi, "null")]
    [InlineData(ProviderKind.OpenAi, """{"data":null}""")]
    [InlineData(ProviderKind.OpenAi, """{"data":{"data":[]}}""")]
    [InlineData(ProviderKind.OpenAi, """{"status":"ok","result":{"data":[]}}""")]
    [InlineData(ProviderKind.OpenAi, OpenAi + "{}")]
    [InlineData(ProviderKind.OpenAi, """{"data":[],}""")]
    [InlineData(ProviderKind.OpenAi, Gemini)]
    [InlineData(ProviderKind.Gemini, OpenAi)]
    public void Anything_else_is_none(ProviderKind provider, string body) => Assert.False(IsOne(body, provider));

    [Fact]
    public void A_list_that_breaks_off_is_none_wherever_it_does()
    {
        for (var i = 0; i < OpenAi.Length; i++)
        {
            Assert.False(IsOne(OpenAi[..i], ProviderKind.OpenAi), OpenAi[..i]);
        }
    }

    [Fact]
    public void No_bytes_make_it_throw() =>
        Gen.Select(Gen.Byte.Array[0, 40], Gen.Int[0, OpenAi.Length]).Sample((noise, at) =>
        {
            byte[] body = [.. Encoding.UTF8.GetBytes(OpenAi[..at]), .. noise];
            ModelList.IsOne(body, ProviderKind.OpenAi);
            ModelList.IsOne(noise, ProviderKind.Gemini);
        });

    [Fact]
    public void Nesting_without_end_is_none() =>
        Assert.False(IsOne("""{"data":""" + new string('[', 100_000), ProviderKind.OpenAi));

    private static bool IsOne(string body, ProviderKind provider) => ModelList.IsOne(Encoding.UTF8.GetBytes(body), provider);
}
