using System.Diagnostics;
using System.Net;
using MultiplexCluster.Contracts.Requests;
using Xunit;

namespace MultiplexCluster.Host.Tests.DataPlane;

/// <summary>Answers of which nothing says where they end.</summary>
public sealed class FramingTests
{
    // Defect: such an answer was read until the connection closed; on one that stayed open the call hung for the idle timeout.
    [Theory]
    [InlineData("117, 117")]
    [InlineData("-5")]
    [InlineData("abc")]
    [InlineData("0x10")]
    [InlineData("100000000000000000000000")]
    public async Task A_length_that_is_none_is_an_upstream_error_at_once(string length)
    {
        await using var broken = RawProvider.Start(async call =>
        {
            await call.WriteAsync($"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {length}\r\n\r\n{{\"a\":1}}");
            await call.ClosedAsync();
        });
        await using var sound = RawProvider.Answering(RelayTests.JsonAnswer);
        var router = new ScriptedRouter(broken.Url, sound.Url) { IdleTimeout = TimeSpan.FromSeconds(20) };
        await using var host = await RelayHost.StartAsync(router);
        var clock = Stopwatch.StartNew();

        using var answer = await host.Client.PostAsync(RelayTests.Chat, RelayTests.Json(RelayTests.ChatBody));

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("2", answer.Headers.GetValues("X-Multiplex-Attempts").Single());
        Assert.InRange(clock.Elapsed.TotalSeconds, 0, 10);
        var end = await router.EndAsync();
        Assert.Equal((OutcomeClass.Failing, false, false), (end.Outcome, end.AnswerStarted, end.SurelyNotExecuted));
        Assert.Equal(ServiceErrorCode.UpstreamError, end.Error?.Code);
    }

    [Theory]
    [InlineData(200, "text/event-stream", 502)]
    [InlineData(500, "application/json", 500)]
    public async Task A_length_that_is_none_holds_up_no_stream_and_no_error(int status, string type, int seen)
    {
        await using var provider = RawProvider.Start(async call =>
        {
            await call.WriteAsync($"HTTP/1.1 {status} So\r\nContent-Type: {type}\r\nContent-Length: abc\r\n\r\ndata: one\n\n");
            await call.ClosedAsync();
        });
        await using var host = await RelayHost.StartAsync(new ScriptedRouter(provider.Url));

        var answer = await RawCaller.SendAsync(host.Url, RawCaller.Post(RelayTests.Chat));

        Assert.StartsWith($"HTTP/1.1 {seen} ", answer, StringComparison.Ordinal);
        Assert.Contains("upstream_error", answer, StringComparison.Ordinal);
    }

    // Defect: a short answer was drained and its connection used again, so that healthy calls met what it had left there.
    [Theory]
    [InlineData("200 OK", "Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n")]
    [InlineData("200 OK", "Content-Length: 2\r\nContent-Length: 14\r\n\r\n{}")]
    [InlineData("200 OK", "Content-Length: 2\r\nContent-Length: 14\r\n\r\n")]
    [InlineData("500 No", "Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n")]
    public async Task A_connection_whose_answer_contradicts_itself_is_not_used_again(string status, string rest)
    {
        await using var provider = RawProvider.Start(call => call.WriteAsync($"HTTP/1.1 {status}\r\nContent-Type: application/json\r\n{rest}"));
        var router = new ScriptedRouter(provider.Url, provider.Url, provider.Url);
        await using var host = await RelayHost.StartAsync(router);

        using var answer = await host.Client.PostAsync(RelayTests.Chat, RelayTests.Json(RelayTests.ChatBody));

        Assert.Equal(3, router.Ends.Count);
        Assert.Equal((3, 3), (provider.Calls.Count, provider.Connections));
    }
}
