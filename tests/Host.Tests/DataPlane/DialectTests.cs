using MultiplexCluster.Contracts.Endpoints;
using MultiplexCluster.Contracts.Requests;
using MultiplexCluster.FakeProviders;
using MultiplexCluster.Providers.Codecs;
using Xunit;

namespace MultiplexCluster.Host.Tests.DataPlane;

public sealed class DialectTests
{
    [Theory]
    [InlineData(ProviderKind.OpenAi, "/openai/v1/chat/completions", """{"model":"gpt-4o","messages":[]}""")]
    [InlineData(ProviderKind.OpenAi, "/openai/v1/chat/completions", """{"model":"gpt-4o","stream":true,"stream_options":{"include_usage":true},"messages":[]}""")]
    [InlineData(ProviderKind.OpenAi, "/openai/v1/responses", """{"model":"gpt-4o","stream":true,"input":"a"}""")]
    [InlineData(ProviderKind.Anthropic, "/anthropic/v1/messages?beta=true", """{"model":"claude-x","max_tokens":5,"messages":[]}""")]
    [InlineData(ProviderKind.Anthropic, "/anthropic/v1/messages", """{"model":"claude-x","max_tokens":5,"stream":true,"messages":[]}""")]
    [InlineData(ProviderKind.Gemini, "/gemini/v1/models/gemini-x:generateContent?key=caller", """{"contents":[]}""")]
    [InlineData(ProviderKind.Gemini, "/gemini/v1beta/models/gemini-x:streamGenerateContent?alt=sse", """{"contents":[]}""")]
    [InlineData(ProviderKind.Gemini, "/gemini/v1beta/models/gemini-x:streamGenerateContent", """{"contents":[]}""")]
    [InlineData(ProviderKind.Groq, "/groq/openai/v1/chat/completions", """{"model":"llama","messages":[]}""")]
    [InlineData(ProviderKind.Groq, "/groq/openai/v1/chat/completions", """{"model":"llama","stream":true,"messages":[]}""")]
    public async Task Every_surface_relays_and_its_tokens_are_told(ProviderKind provider, string path, string body)
    {
        await using var fake = await FakeProvider.StartAsync();
        var router = new ScriptedRouter(fake.BaseUrl(Enum.Parse<ProviderDialect>(provider.ToString())));
        await using var host = await RelayHost.StartAsync(router, codec: ProviderCodecs.For(provider));

        using var answer = await host.Client.PostAsync(path, RelayTests.Json(body));

        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, text);
        Assert.Contains("word", text, StringComparison.Ordinal);
        var end = await router.EndAsync();
        Assert.Equal(OutcomeClass.Success, end.Outcome);
        Assert.Equal(25, end.Usage.Input);
        Assert.NotNull(Assert.Single(router.Executed).Model);
        Assert.Equal(1, fake.Key("sk-canary-secret-1234").MaxInFlight);
    }
}
