using System.Text.Json;

namespace MultiplexCluster.FakeProviders.Tests.Dialects;

public class StreamTests
{
    private const string Ask = """{"model":"m","stream":true}""";

    [Fact]
    public async Task OpenAi_chat_tells_usage_only_when_asked()
    {
        await using var fake = await FakeProvider.StartAsync();
        using var client = new Client(fake);

        var without = await client.TextAsync(ProviderDialect.OpenAi, "/chat/completions", "k", Ask);
        var with = await client.TextAsync(ProviderDialect.OpenAi, "/chat/completions", "k", """{"stream_options":{"include_usage":true},"stream":true}""");

        Assert.DoesNotContain("usage", without, StringComparison.Ordinal);
        Assert.Contains("\"choices\":[],\"usage\":{\"prompt_tokens\":25,", with, StringComparison.Ordinal);
        Assert.Equal(22, with.Split("\"usage\":null").Length - 1);
        Assert.All([without, with], s => Assert.EndsWith("data: [DONE]\n\n", s, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Groq_tells_usage_in_its_last_chunk()
    {
        await using var fake = await FakeProvider.StartAsync();
        using var client = new Client(fake);

        var frames = (await client.TextAsync(ProviderDialect.Groq, "/chat/completions", "k", Ask)).Split("\n\n");

        Assert.Contains("\"x_groq\":{\"id\":\"req_0000000000000001\"}", frames[0], StringComparison.Ordinal);
        using var last = JsonDocument.Parse(frames[^3]["data: ".Length..]);
        Assert.Equal(45, last.RootElement.GetProperty("x_groq").GetProperty("usage").GetProperty("total_tokens").GetInt32());
    }

    [Theory]
    [InlineData(ProviderDialect.Groq, "/responses", "event: response.completed\n")]
    [InlineData(ProviderDialect.OpenAi, "/responses", "event: response.completed\n")]
    [InlineData(ProviderDialect.Anthropic, "/v1/messages", "event: message_stop\n")]
    public async Task Named_streams_end_with_their_terminal_event(ProviderDialect dialect, string path, string end)
    {
        await using var fake = await FakeProvider.StartAsync();
        using var client = new Client(fake);

        var stream = await client.TextAsync(dialect, path, "k", Ask);

        Assert.StartsWith(end, stream.Split("\n\n")[^2] + "\n", StringComparison.Ordinal);
    }

    [Fact]
    public async Task Gemini_streams_frames_with_cumulative_usage()
    {
        await using var fake = await FakeProvider.StartAsync(new FakeOptions { Events = 3 });
        using var client = new Client(fake);

        var frames = (await client.TextAsync(ProviderDialect.Gemini, "/v1beta/models/g:streamGenerateContent?alt=sse", "k", "{}"))
            .Split("\r\n\r\n", StringSplitOptions.RemoveEmptyEntries);

        var chunks = frames.Select(f => JsonDocument.Parse(f["data: ".Length..]).RootElement).ToList();
        Assert.Equal([1, 2, 3], chunks.Select(c => c.GetProperty("usageMetadata").GetProperty("candidatesTokenCount").GetInt32()));
        Assert.Equal([false, false, true], chunks.Select(c => c.GetProperty("candidates")[0].TryGetProperty("finishReason", out _)));
    }

    [Fact]
    public async Task Gemini_without_sse_streams_one_array()
    {
        await using var fake = await FakeProvider.StartAsync(new FakeOptions { Events = 3 });
        using var client = new Client(fake);

        using var array = JsonDocument.Parse(await client.TextAsync(ProviderDialect.Gemini, "/v1/models/g:streamGenerateContent", "k", "{}"));

        Assert.Equal(FakeText.Of(3), string.Concat(array.RootElement.EnumerateArray().Select(
            c => c.GetProperty("candidates")[0].GetProperty("content").GetProperty("parts")[0].GetProperty("text").GetString())));
    }
}
