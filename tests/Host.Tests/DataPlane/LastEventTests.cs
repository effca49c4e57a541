using System.Diagnostics;
using MultiplexCluster.Contracts.Requests;
using Xunit;

namespace MultiplexCluster.Host.Tests.DataPlane;

/// <summary>A stream that has given its last event is whole, whatever its connection does then.</summary>
public sealed class LastEventTests
{
    private const string Stream =
        RawProvider.StreamHead + "b\r\ndata: one\n\n\r\ne\r\ndata: [DONE]\n\n\r\n";

    // Defect: the caller saw an error after [DONE], and the call counted as failed.
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_connection_that_breaks_after_the_last_event_harms_nothing(bool reset)
    {
        await using var provider = RawProvider.Writing(reset, Stream);
        var router = new ScriptedRouter(provider.Url);
        await using var host = await RelayHost.StartAsync(router);

        var answer = await RawCaller.SendAsync(host.Url, RawCaller.Post(RelayTests.Chat));

        Assert.DoesNotContain("error", answer, StringComparison.Ordinal);
        Assert.EndsWith("data: [DONE]\n\n\r\n0\r\n\r\n", answer, StringComparison.Ordinal);
        Assert.Equal(OutcomeClass.Success, (await router.EndAsync()).Outcome);
    }

    // Defect: the key's slot was held for the whole idle timeout, and then the call failed.
    [Fact]
    public async Task A_connection_left_open_after_the_last_event_is_closed_soon()
    {
        await using var provider = RawProvider.Start(async call =>
        {
            await call.WriteAsync(Stream);
            await call.ClosedAsync();
        });
        var router = new ScriptedRouter(provider.Url) { IdleTimeout = TimeSpan.FromSeconds(60) };
        await using var host = await RelayHost.StartAsync(router);
        var clock = Stopwatch.StartNew();

        using var answer = await host.Client.PostAsync(RelayTests.Chat, RelayTests.Json(RelayTests.ChatBody));

        Assert.Equal("data: one\n\ndata: [DONE]\n\n", await answer.Content.ReadAsStringAsync());
        Assert.InRange(clock.Elapsed.TotalSeconds, 1.9, 20);
        Assert.Equal(OutcomeClass.Success, (await router.EndAsync()).Outcome);
    }

    // Defect: a provider that repeats the key in its error gave it to the caller.
    [Theory]
    [InlineData(401)]
    [InlineData(429)]
    public async Task The_key_in_an_error_answer_is_masked(int status)
    {
        const string body = "{\"error\":\"Incorrect API key provided: sk-canary-secret-1234.\"}";
        await using var provider = RawProvider.Answering(
            $"HTTP/1.1 {status} No\r\nContent-Type: application/json\r\nX-Echo: Bearer sk-canary-secret-1234\r\nContent-Length: {body.Length}\r\n\r\n{body}");
        await using var host = await RelayHost.StartAsync(new ScriptedRouter(provider.Url));

        var answer = await RawCaller.SendAsync(host.Url, RawCaller.Post(RelayTests.Chat));

        Assert.Contains($"HTTP/1.1 {status}", answer, StringComparison.Ordinal);
        Assert.Contains("Incorrect API key provided: *********************.", answer, StringComparison.Ordinal);
        Assert.Contains("X-Echo: Bearer *********************", answer, StringComparison.Ordinal);
        Assert.DoesNotContain("canary", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_answer_that_has_no_body_by_its_status_is_given_without_one()
    {
        await using var provider = RawProvider.Answering("HTTP/1.1 205 Reset Content\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}");
        await using var host = await RelayHost.StartAsync(new ScriptedRouter(provider.Url));

        var answer = await RawCaller.SendAsync(host.Url, RawCaller.Post(RelayTests.Chat));

        Assert.StartsWith("HTTP/1.1 205", answer, StringComparison.Ordinal);
        Assert.EndsWith("\r\n\r\n", answer, StringComparison.Ordinal);
    }
}
