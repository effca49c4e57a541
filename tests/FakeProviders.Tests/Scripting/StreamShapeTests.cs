using System.Diagnostics;

namespace MultiplexCluster.FakeProviders.Tests.Scripting;

public class StreamShapeTests
{
    public static TheoryData<ProviderDialect, string, string> Streams => new()
    {
        { ProviderDialect.OpenAi, "/chat/completions", "[DONE]" },
        { ProviderDialect.OpenAi, "/responses", "response.completed" },
        { ProviderDialect.Groq, "/chat/completions", "[DONE]" },
        { ProviderDialect.Anthropic, "/v1/messages", "message_stop" },
        { ProviderDialect.Gemini, "/v1beta/models/g:streamGenerateContent?alt=sse", "finishReason" },
        { ProviderDialect.Gemini, "/v1beta/models/g:streamGenerateContent", "finishReason" },
    };

    [Theory]
    [MemberData(nameof(Streams))]
    public async Task The_terminal_and_the_usage_can_be_left_out(ProviderDialect dialect, string path, string terminal)
    {
        await using var fake = await FakeProvider.StartAsync();
        using var client = new Client(fake);
        fake.Key("k").Then(Step.Ok()).Then(Step.Ok().WithoutTerminal()).Then(Step.Ok().WithoutUsage());

        var whole = await client.TextAsync(dialect, path, "k", Client.ChatStream);
        var endless = await client.TextAsync(dialect, path, "k", Client.ChatStream);
        var uncounted = await client.TextAsync(dialect, path, "k", Client.ChatStream);

        Assert.Contains(terminal, whole, StringComparison.Ordinal);
        Assert.Contains("word19", endless, StringComparison.Ordinal);
        Assert.DoesNotContain(terminal, endless, StringComparison.Ordinal);
        Assert.DoesNotContain("\"usage\":{", uncounted, StringComparison.Ordinal);
        Assert.DoesNotContain("usageMetadata", uncounted, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Streams))]
    public async Task An_error_in_the_middle_ends_the_stream(ProviderDialect dialect, string path, string terminal)
    {
        await using var fake = await FakeProvider.StartAsync();
        using var client = new Client(fake);
        fake.Key("k").Then(Step.StreamError(afterDeltas: 2));

        var stream = await client.TextAsync(dialect, path, "k", Client.ChatStream);

        Assert.Contains("word1", stream, StringComparison.Ordinal);
        Assert.DoesNotContain("word2", stream, StringComparison.Ordinal);
        Assert.Contains("error", stream, StringComparison.Ordinal);
        Assert.DoesNotContain(terminal, stream, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Framing.Chunked)]
    [InlineData(Framing.ContentLength)]
    [InlineData(Framing.UntilClose)]
    public async Task Every_framing_brings_the_same_stream(Framing framing)
    {
        await using var fake = await FakeProvider.StartAsync();
        using var client = new Client(fake);
        fake.Key("k").Then(Step.Ok().WithFraming(framing));

        var stream = await client.TextAsync(ProviderDialect.OpenAi, "/chat/completions", "k", Client.ChatStream);
        using var next = await client.ChatAsync("k");

        Assert.EndsWith("data: [DONE]\n\n", stream, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_stream_split_at_every_byte_is_whole()
    {
        await using var fake = await FakeProvider.StartAsync();
        using var client = new Client(fake);
        fake.Key("k").Then(Step.Ok().SplitAt(1));

        Assert.EndsWith("data: [DONE]\n\n", await client.TextAsync(ProviderDialect.OpenAi, "/chat/completions", "k", Client.ChatStream), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Many_tiny_events_arrive_in_order()
    {
        await using var fake = await FakeProvider.StartAsync();
        using var client = new Client(fake);
        fake.Key("k").Then(Step.Ok().WithEvents(20_000));

        var stream = await client.TextAsync(ProviderDialect.OpenAi, "/chat/completions", "k", Client.ChatStream);

        var words = System.Text.RegularExpressions.Regex.Matches(stream, "word([0-9]+)").Select(m => int.Parse(m.Groups[1].Value, null));
        Assert.Equal(Enumerable.Range(0, 20_000), words);
    }

    [Fact]
    public async Task Latency_and_event_delay_are_waited_for()
    {
        await using var fake = await FakeProvider.StartAsync(new FakeOptions { Latency = TimeSpan.FromMilliseconds(20), Events = 1 });
        using var client = new Client(fake);
        fake.Key("k").Then(Step.Ok().WithEventDelay(TimeSpan.FromMilliseconds(20)));
        var started = Stopwatch.GetTimestamp();

        await client.TextAsync(ProviderDialect.OpenAi, "/chat/completions", "k", Client.ChatStream);

        // One latency and four events: role, delta, finish, [DONE]. Timers may be a millisecond early.
        Assert.True(Stopwatch.GetElapsedTime(started) >= TimeSpan.FromMilliseconds(95));
    }
}
