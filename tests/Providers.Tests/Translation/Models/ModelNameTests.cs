using CsCheck;
using MultiplexCluster.Contracts.Endpoints;
using MultiplexCluster.Providers.Translation.Models;
using Xunit;

namespace MultiplexCluster.Providers.Tests.Translation.Models;

public class ModelNameTests
{
    [Theory]
    [InlineData("openai/gpt-4o", ProviderKind.OpenAi, "gpt-4o")]
    [InlineData("anthropic/claude-sonnet-4-5", ProviderKind.Anthropic, "claude-sonnet-4-5")]
    [InlineData("claude/claude-opus-4-1", ProviderKind.Anthropic, "claude-opus-4-1")]
    [InlineData("gemini/gemini-2.5-flash", ProviderKind.Gemini, "gemini-2.5-flash")]
    [InlineData("Google/gemini-2.5-flash", ProviderKind.Gemini, "gemini-2.5-flash")]
    [InlineData("groq/openai/gpt-oss-120b", ProviderKind.Groq, "openai/gpt-oss-120b")]
    [InlineData("groq/compound", ProviderKind.Groq, "groq/compound")]
    [InlineData("openai/a-model-of-tomorrow", ProviderKind.OpenAi, "a-model-of-tomorrow")]
    [InlineData("gpt-4o-mini", ProviderKind.OpenAi, "gpt-4o-mini")]
    [InlineData("o3-mini", ProviderKind.OpenAi, "o3-mini")]
    [InlineData("ft:gpt-4o-mini:acme::1", ProviderKind.OpenAi, "ft:gpt-4o-mini:acme::1")]
    [InlineData("text-embedding-3-small", ProviderKind.OpenAi, "text-embedding-3-small")]
    [InlineData("text-embedding-004", ProviderKind.Gemini, "text-embedding-004")]
    [InlineData("claude-haiku-4-5", ProviderKind.Anthropic, "claude-haiku-4-5")]
    [InlineData("gemini-embedding-001", ProviderKind.Gemini, "gemini-embedding-001")]
    [InlineData("gemma-3-27b-it", ProviderKind.Gemini, "gemma-3-27b-it")]
    [InlineData("gemma2-9b-it", ProviderKind.Groq, "gemma2-9b-it")]
    [InlineData("llama-3.3-70b-versatile", ProviderKind.Groq, "llama-3.3-70b-versatile")]
    [InlineData("meta-llama/llama-4-scout-17b-16e-instruct", ProviderKind.Groq, "meta-llama/llama-4-scout-17b-16e-instruct")]
    public void A_name_says_who_serves_it(string text, ProviderKind provider, string upstream)
    {
        Assert.True(ModelName.TryParse(text, out var name));
        Assert.Equal(new ModelName(provider, upstream), name);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("/")]
    [InlineData("openai/")]
    [InlineData("/gpt-4o")]
    [InlineData("mystery-7b")]
    [InlineData("azure/gpt-4o")]
    [InlineData("gpt-4o mini")]
    [InlineData("gpt-4o\u00e9")]
    public void A_name_that_nobody_is_known_for_is_none(string? text) => Assert.False(ModelName.TryParse(text, out _));

    [Fact]
    public void A_name_with_its_provider_in_front_reads_back()
    {
        var provider = Gen.Int[1, 4].Select(i => (ProviderKind)i);
        Gen.Select(provider, Gen.Char['!', '~'].Array[1, 20]).Sample((kind, letters) =>
            letters[0] == '/' || new string(letters).StartsWith("compound", StringComparison.OrdinalIgnoreCase)
            || (ModelName.TryParse(new ModelName(kind, new string(letters)).Full, out var name) && name == new ModelName(kind, new string(letters))));
    }

    [Fact]
    public void Any_text_is_read_or_refused() => Gen.String[0, 300].Sample(text => ModelName.TryParse(text, out _) || true);
}
