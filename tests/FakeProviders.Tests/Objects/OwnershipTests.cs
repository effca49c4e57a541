using System.Net;
using System.Text.Json;

namespace MultiplexCluster.FakeProviders.Tests.Objects;

public sealed class OwnershipTests
{
    [Theory]
    [InlineData(ProviderDialect.OpenAi, "/responses", """{"model":"m","input":"Hi"}""", "/responses/", HttpStatusCode.NotFound)]
    [InlineData(ProviderDialect.OpenAi, "/conversations", "{}", "/conversations/", HttpStatusCode.NotFound)]
    [InlineData(ProviderDialect.OpenAi, "/vector_stores", "{}", "/vector_stores/", HttpStatusCode.NotFound)]
    [InlineData(ProviderDialect.Groq, "/responses", """{"model":"m","input":"Hi"}""", "/responses/", HttpStatusCode.NotFound)]
    [InlineData(ProviderDialect.Anthropic, "/v1/messages/batches", """{"requests":[{"custom_id":"a","params":{}}]}""", "/v1/messages/batches/", HttpStatusCode.NotFound)]
    [InlineData(ProviderDialect.Gemini, "/v1beta/cachedContents", """{"model":"models/m"}""", "/v1beta/", HttpStatusCode.Forbidden)]
    public async Task What_a_key_has_made_another_does_not_find(ProviderDialect dialect, string path, string body, string at, HttpStatusCode other)
    {
        await using var fake = await FakeProvider.StartAsync();
        using var client = new Client(fake);

        var made = Id(await client.TextAsync(dialect, path, "sk-a", body));
        using var own = await client.SendAsync(dialect, at + made, "sk-a", body: null);
        using var others = await client.SendAsync(dialect, at + made, "sk-b", body: null);

        Assert.Equal((HttpStatusCode.OK, other), (own.StatusCode, others.StatusCode));
        Assert.Equal(made, Id(await own.Content.ReadAsStringAsync()));
    }

    [Theory]
    [InlineData(ProviderDialect.OpenAi)]
    [InlineData(ProviderDialect.Groq)]
    public async Task A_response_goes_on_from_one_of_the_same_key_only(ProviderDialect dialect)
    {
        await using var fake = await FakeProvider.StartAsync();
        using var client = new Client(fake);

        var first = Id(await client.TextAsync(dialect, "/responses", "sk-a", """{"model":"m","input":"Hi"}"""));
        var next = $$"""{"model":"m","input":"And?","previous_response_id":"{{first}}"}""";
        using var own = await client.SendAsync(dialect, "/responses", "sk-a", next);
        using var others = await client.SendAsync(dialect, "/responses", "sk-b", next);

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.BadRequest), (own.StatusCode, others.StatusCode));
        Assert.Contains(first, await own.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_response_that_is_not_to_be_stored_is_not_kept()
    {
        await using var fake = await FakeProvider.StartAsync();
        using var client = new Client(fake);

        var made = Id(await client.TextAsync(ProviderDialect.OpenAi, "/responses", "k", """{"model":"m","input":"Hi","store":false}"""));
        using var later = await client.SendAsync(ProviderDialect.OpenAi, $"/responses/{made}", "k", body: null);

        Assert.Equal(HttpStatusCode.NotFound, later.StatusCode);
    }

    [Fact]
    public async Task A_cache_is_used_by_its_key_only()
    {
        await using var fake = await FakeProvider.StartAsync();
        using var client = new Client(fake);

        var cache = Id(await client.TextAsync(ProviderDialect.Gemini, "/v1beta/cachedContents", "sk-a", """{"model":"models/m"}"""));
        var body = $$"""{"contents":[],"cachedContent":"{{cache}}"}""";
        using var own = await client.SendAsync(ProviderDialect.Gemini, "/v1beta/models/m:generateContent", "sk-a", body);
        using var others = await client.SendAsync(ProviderDialect.Gemini, "/v1beta/models/m:generateContent", "sk-b", body);

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.Forbidden), (own.StatusCode, others.StatusCode));
    }

    [Fact]
    public async Task A_reset_drops_what_keys_have_made()
    {
        await using var fake = await FakeProvider.StartAsync();
        using var client = new Client(fake);

        var made = Id(await client.TextAsync(ProviderDialect.OpenAi, "/conversations", "k", "{}"));
        fake.Reset();
        using var later = await client.SendAsync(ProviderDialect.OpenAi, $"/conversations/{made}", "k", body: null);

        Assert.Equal(HttpStatusCode.NotFound, later.StatusCode);
    }

    private static string Id(string json)
    {
        using var document = JsonDocument.Parse(json);
        return document.RootElement.TryGetProperty("id", out var id) ? id.GetString()! : document.RootElement.GetProperty("name").GetString()!;
    }
}
