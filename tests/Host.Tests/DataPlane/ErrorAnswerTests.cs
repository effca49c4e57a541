using System.Diagnostics;
using MultiplexCluster.Contracts.Requests;
using Xunit;

namespace MultiplexCluster.Host.Tests.DataPlane;

/// <summary>Errors of a provider whose bodies can't be had: the status stands all the same.</summary>
[Collection(MeasuredTests.Name)]
public sealed class ErrorAnswerTests
{
    [Theory]
    [InlineData("HTTP/1.1 429 Slow\r\nRetry-After: 7\r\nContent-Length: 100\r\n\r\n{\"err", 429, OutcomeClass.RateLimited)]
    [InlineData("HTTP/1.1 429 Slow\r\nRetry-After: 7\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n", 429, OutcomeClass.RateLimited)]
    [InlineData("HTTP/1.1 503 Two\r\nRetry-After: 7\r\nContent-Length: 2\r\nContent-Length: 5\r\n\r\n{}abc", 503, OutcomeClass.Failing)]
    [InlineData("HTTP/1.1 400 Both\r\nRetry-After: 7\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n", 400, OutcomeClass.CallerFault)]
    public async Task The_status_and_delay_of_an_error_outlive_its_body(string sent, int status, OutcomeClass outcome)
    {
        await using var provider = RawProvider.Writing(reset: true, sent);

        var answer = await AskAsync(provider, status, outcome);

        Assert.Contains("Retry-After: 7\r\n", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_stalled_error_body_does_not_lose_the_cooldown()
    {
        await using var provider = RawProvider.Start(async call =>
        {
            await call.WriteAsync("HTTP/1.1 429 Slow\r\nRetry-After: 7\r\nContent-Type: text/html\r\nContent-Length: 100\r\n\r\n<html>");
            await call.ClosedAsync();
        });
        var clock = Stopwatch.StartNew();

        var answer = await AskAsync(provider, 429, OutcomeClass.RateLimited);

        Assert.Contains("Content-Type: application/json\r\n", answer, StringComparison.Ordinal);
        Assert.InRange(clock.Elapsed.TotalSeconds, 0.95, 2.2);
    }

    [Theory]
    [InlineData(500, 65_536, true)]
    [InlineData(500, 65_537, false)]
    [InlineData(500, 3_000_000, false)]
    [InlineData(400, 65_537, true)]
    [InlineData(400, 1_048_576, true)]
    [InlineData(400, 1_048_577, false)]
    public async Task What_is_kept_for_later_is_shorter_than_what_is_passed_on_at_once(int status, int length, bool passes)
    {
        await using var provider = RawProvider.Answering($"HTTP/1.1 {status} Oops\r\nContent-Type: text/plain\r\nContent-Length: {length}\r\n\r\n{new string('x', length)}");
        await using var host = await RelayHost.StartAsync(new ScriptedRouter(provider.Url));

        using var answer = await host.Client.PostAsync(RelayTests.Chat, RelayTests.Json(RelayTests.ChatBody));

        Assert.Equal(status, (int)answer.StatusCode);
        var body = await answer.Content.ReadAsStringAsync();
        Assert.Equal(passes, body.Length == length);
        Assert.Equal(passes ? "text/plain" : "application/json", answer.Content.Headers.ContentType?.MediaType);
        Assert.Equal(!passes, body.Contains("upstream_error", StringComparison.Ordinal));
    }

    private static async Task<string> AskAsync(RawProvider provider, int status, OutcomeClass outcome)
    {
        var router = new ScriptedRouter(provider.Url) { IdleTimeout = TimeSpan.FromSeconds(1) };
        await using var host = await RelayHost.StartAsync(router);

        var answer = await RawCaller.SendAsync(host.Url, RawCaller.Post(RelayTests.Chat));

        Assert.StartsWith($"HTTP/1.1 {status} ", answer, StringComparison.Ordinal);
        Assert.Contains("upstream_error", answer, StringComparison.Ordinal);
        var end = await router.EndAsync();
        Assert.Equal((outcome, TimeSpan.FromSeconds(7), true), (end.Outcome, end.RetryAfter, end.AnswerHeld));
        return answer;
    }
}
