using System.Net;
using System.Text.Json;

namespace MultiplexCluster.FakeProviders.Tests.Dialects;

public class DefaultAnswerTests
{
    [Theory]
    [InlineData(ProviderDialect.OpenAi, "/chat/completions", "$.usage.total_tokens", 45)]
    [InlineData(ProviderDialect.OpenAi, "/responses", "$.usage.total_tokens", 45)]
    [InlineData(ProviderDialect.OpenAi, "/embeddings", "$.usage.prompt_tokens", 25)]
    [InlineData(ProviderDialect.Groq, "/chat/completions", "$.usage.total_tokens", 45)]
    [InlineData(ProviderDialect.Anthropic, "/v1/messages", "$.usage.output_tokens", 20)]
    [InlineData(ProviderDialect.Anthropic, "/v1/messages/count_tokens", "$.input_tokens", 25)]
    [InlineData(ProviderDialect.Gemini, "/v1beta/models/g:generateContent", "$.usageMetadata.totalTokenCount", 45)]
    [InlineData(ProviderDialect.Gemini, "/v1/models/g:countTokens", "$.totalTokens", 25)]
    public async Task Tokens_are_told(ProviderDialect dialect, string path, string where, long tokens)
    {
        await using var fake = await FakeProvider.StartAsync();
        using var client = new Client(fake);

        using var answer = JsonDocument.Parse(await client.TextAsync(dialect, path, "k", """{"model":"m","input":"a"}"""));

        Assert.Equal(tokens, where.Split('.')[1..].Aggregate(answer.RootElement, (e, name) => e.GetProperty(name)).GetInt64());
    }

    [Theory]
    [InlineData(ProviderDialect.OpenAi, "/models", "data", 3)]
    [InlineData(ProviderDialect.Groq, "/models", "data", 2)]
    [InlineData(ProviderDialect.Anthropic, "/v1/models", "data", 2)]
    [InlineData(ProviderDialect.Gemini, "/v1alpha/models?pageSize=9", "models", 3)]
    public async Task Models_are_listed(ProviderDialect dialect, string path, string member, int count)
    {
        await using var fake = await FakeProvider.StartAsync();
        using var client = new Client(fake);

        using var answer = JsonDocument.Parse(await client.TextAsync(dialect, path, "k", body: null));

        Assert.Equal(count, answer.RootElement.GetProperty(member).GetArrayLength());
    }

    [Theory]
    [InlineData(ProviderDialect.OpenAi, "/chat/completions", HttpStatusCode.Unauthorized, "You didn't provide an API key.")]
    [InlineData(ProviderDialect.Groq, "/chat/completions", HttpStatusCode.Unauthorized, "Invalid API Key")]
    [InlineData(ProviderDialect.Anthropic, "/v1/messages", HttpStatusCode.Unauthorized, "authentication_error")]
    [InlineData(ProviderDialect.Gemini, "/v1/models/g:generateContent", HttpStatusCode.Forbidden, "PERMISSION_DENIED")]
    public async Task A_missing_credential_is_refused_in_the_dialect(ProviderDialect dialect, string path, HttpStatusCode status, string text)
    {
        await using var fake = await FakeProvider.StartAsync();
        using var client = new Client(fake);

        using var response = await client.SendAsync(dialect, path, key: null, "{}");

        Assert.Equal(status, response.StatusCode);
        Assert.Contains(text, await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(1, fake.Key("").Count);
    }

    [Theory]
    [InlineData(ProviderDialect.OpenAi, "x-request-id", "x-ratelimit-remaining-tokens")]
    [InlineData(ProviderDialect.Groq, "x-request-id", "x-ratelimit-reset-requests")]
    [InlineData(ProviderDialect.Anthropic, "request-id", "anthropic-ratelimit-requests-reset")]
    public async Task Request_ids_and_rate_limits_are_told(ProviderDialect dialect, string requestId, string rateLimit)
    {
        await using var fake = await FakeProvider.StartAsync();
        using var client = new Client(fake);
        var path = dialect == ProviderDialect.Anthropic ? "/v1/messages" : "/chat/completions";

        using var first = await client.SendAsync(dialect, path, "k", "{}");
        using var second = await client.SendAsync(dialect, path, "k", "{}");

        Assert.Equal("req_0000000000000001", Assert.Single(first.Headers.GetValues(requestId)));
        Assert.Equal("req_0000000000000002", Assert.Single(second.Headers.GetValues(requestId)));
        Assert.Single(first.Headers.GetValues(rateLimit));
    }

    [Theory]
    [InlineData("/chat/completions")]
    [InlineData("/nothing/here")]
    public async Task Malformed_bodies_and_unknown_paths_are_refused(string path)
    {
        await using var fake = await FakeProvider.StartAsync();
        using var client = new Client(fake);

        using var response = await client.SendAsync(ProviderDialect.OpenAi, path, "k", "{\"model\":");

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
    }
}
