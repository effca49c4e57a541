using System.Text;
using MultiplexCluster.Contracts.Requests;
using MultiplexCluster.Providers.Codecs;
using Xunit;

namespace MultiplexCluster.Host.Tests.DataPlane;

/// <summary>A chat stream's usage is asked for where the caller doesn't, and counted; the caller sees none of it.</summary>
public sealed class UsageWishTests
{
    private const string One = "data: {\"choices\":[{\"delta\":{\"content\":\"a\"}}],\"usage\":null}\n\n";
    private const string Usage = "data: {\"choices\":[],\"usage\":{\"prompt_tokens\":3,\"completion_tokens\":4,\"total_tokens\":7}}\n\n";
    private const string Done = "data: [DONE]\n\n";

    [Theory]
    [InlineData("/openai/v1/chat/completions", "")]
    [InlineData("/openai/v1/completions", "")]
    [InlineData("/groq/openai/v1/chat/completions", "")]
    [InlineData("/gemini/v1beta/openai/chat/completions", "")]
    [InlineData("/openai/v1/chat/completions", ", \"stream_options\": {\"include_obfuscation\": false}")]
    public async Task The_chunk_that_the_caller_did_not_ask_for_is_withheld_and_booked(string path, string more)
    {
        await using var provider = RawProvider.Answering(Stream(One, One, Usage, Done));
        var router = new ScriptedRouter(provider.Url);
        await using var host = await RelayHost.StartAsync(router, codecs: ProviderCodecs.All);

        using var answer = await host.Client.PostAsync(path, RelayTests.Json($$"""{"model":"m","stream":true{{more}}}"""));

        Assert.Equal(One + One + Done, await answer.Content.ReadAsStringAsync());
        Assert.Contains("\"include_usage\":true", Sent(provider), StringComparison.Ordinal);
        Assert.Equal(new TokenUsage(3, 0, 4, 7), (await router.EndAsync()).Usage);
    }

    [Theory]
    [InlineData("""{"model":"m","stream":true,"stream_options":{"include_usage":true}}""")]
    [InlineData("""{"model":"m"}""")]
    public async Task Nothing_is_changed_where_the_caller_asks_itself_or_does_not_stream(string body)
    {
        await using var provider = RawProvider.Answering(Stream(One, Usage, Done));
        await using var host = await RelayHost.StartAsync(new ScriptedRouter(provider.Url), codecs: ProviderCodecs.All);

        using var answer = await host.Client.PostAsync("/openai/v1/chat/completions", RelayTests.Json(body));

        Assert.Equal(One + Usage + Done, await answer.Content.ReadAsStringAsync());
        Assert.Equal(body, Sent(provider));
    }

    [Fact]
    public async Task A_spooled_body_goes_out_with_the_wish_in_it_and_again_on_the_next_attempt()
    {
        var body = $$"""{"text":"{{new string('y', 3_000_000)}}","stream":true,"model":"m"}""";
        await using var failing = RawProvider.Answering("HTTP/1.1 500 Oops\r\nContent-Length: 2\r\n\r\n{}");
        await using var provider = RawProvider.Answering(Stream(One, Usage, Done));
        await using var host = await RelayHost.StartAsync(new ScriptedRouter(failing.Url, provider.Url), codecs: ProviderCodecs.All);

        using var answer = await host.Client.PostAsync("/openai/v1/chat/completions", RelayTests.Json(body));

        Assert.Equal(One + Done, await answer.Content.ReadAsStringAsync());
        var sent = body.Replace("true", "true,\"stream_options\":{\"include_usage\":true}", StringComparison.Ordinal);
        Assert.Equal(sent, Sent(failing));
        Assert.Equal(sent, Sent(provider));
    }

    [Fact]
    public async Task A_stream_whose_last_event_lacks_its_blank_line_reaches_the_caller_whole()
    {
        await using var provider = RawProvider.Answering(Stream(One, Usage, "data: [DONE]"));
        await using var host = await RelayHost.StartAsync(new ScriptedRouter(provider.Url), codecs: ProviderCodecs.All);

        using var answer = await host.Client.PostAsync("/openai/v1/chat/completions", RelayTests.Json("""{"model":"m","stream":true}"""));

        Assert.Equal(One + "data: [DONE]", await answer.Content.ReadAsStringAsync());
    }

    private static string Sent(RawProvider provider) => Encoding.UTF8.GetString(Assert.Single(provider.Calls).Body);

    private static string Stream(params string[] events) =>
        RawProvider.StreamHead + string.Concat(events.Select(e => $"{e.Length:x}\r\n{e}\r\n")) + "0\r\n\r\n";
}
