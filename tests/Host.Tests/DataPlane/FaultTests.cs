using System.Net;
using MultiplexCluster.Contracts.Requests;
using Xunit;

namespace MultiplexCluster.Host.Tests.DataPlane;

public sealed class FaultTests
{
    public static TheoryData<string> BeforeTheFirstByte => new(
        "",
        "HTTP/1.1 200",
        "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n",
        "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 10\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 10\r\n\r\n{\"a\"",
        "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n4\r\n{\"a\"\r\n",
        "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConnection: close\r\n\r\n{\"cut",
        RawProvider.StreamHead,
        "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 5\r\n\r\n{}abc",
        "HTTP/1.1 200 OK\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n",
        "HTTP/1.1 307 Go\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\n\r\n",
        "HTTP/1.1 302 Go\r\nLocation: /elsewhere\r\nContent-Length: 0\r\n\r\n",
        "HTTP/1.1 101 Switching\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n",
        "SSH-2.0-OpenSSH\r\n\r\n",
        "HTTP/1.1 200 OK\r\nX-Long: " + new string('x', 70_000) + "\r\n\r\n{}");

    [Theory]
    [MemberData(nameof(BeforeTheFirstByte))]
    public async Task What_breaks_before_the_first_byte_can_be_asked_for_again(string start)
    {
        await using var broken = RawProvider.Start(async call =>
        {
            await call.WriteAsync(start);
            await Task.Delay(50);
            if (start.EndsWith("{\"cut", StringComparison.Ordinal))
            {
                call.Close();
            }

            call.Reset();
        });
        await using var sound = RawProvider.Answering(RelayTests.JsonAnswer);
        var router = new ScriptedRouter(broken.Url, sound.Url);
        await using var host = await RelayHost.StartAsync(router);

        using var answer = await host.Client.PostAsync(RelayTests.Chat, RelayTests.Json(RelayTests.ChatBody));

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("2", answer.Headers.GetValues("X-Multiplex-Attempts").Single());
        var end = await router.EndAsync();
        Assert.Equal((OutcomeClass.Failing, false, false), (end.Outcome, end.AnswerStarted, end.SurelyNotExecuted));
        Assert.Equal(ServiceErrorCode.UpstreamError, end.Error?.Code);
        Assert.Single(broken.Calls);
    }

    [Fact]
    public async Task A_refused_connection_is_surely_not_executed_and_ends_as_502()
    {
        var router = new ScriptedRouter("http://127.0.0.1:1");
        await using var host = await RelayHost.StartAsync(router);

        using var answer = await host.Client.PostAsync(RelayTests.Chat, RelayTests.Json(RelayTests.ChatBody));

        Assert.Equal(HttpStatusCode.BadGateway, answer.StatusCode);
        Assert.Contains("upstream_error", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.True((await router.EndAsync()).SurelyNotExecuted);
    }

    [Theory]
    [InlineData("b\r\ndata: one\n\n\r\n", "", true)]
    [InlineData("b\r\ndata: one\n\n\r\n", "0\r\n\r\n", false)]
    [InlineData("8\r\ndata: on\r\n", "zz\r\n", true)]
    public async Task A_stream_that_breaks_ends_with_an_error_event_and_a_cut(string body, string ending, bool reset)
    {
        await using var provider = RawProvider.Writing(reset, RawProvider.StreamHead + body, ending);
        var router = new ScriptedRouter(provider.Url);
        await using var host = await RelayHost.StartAsync(router);

        var answer = await RawCaller.SendAsync(host.Url, RawCaller.Post(RelayTests.Chat));

        Assert.Contains("data: on", answer, StringComparison.Ordinal);
        Assert.Contains("data: {\"error\":\"upstream_error\"}\n\n", answer, StringComparison.Ordinal);
        Assert.DoesNotContain("\r\n0\r\n\r\n", answer, StringComparison.Ordinal);
        Assert.Equal(OutcomeClass.BrokenStream, (await router.EndAsync()).Outcome);
    }

    [Fact]
    public async Task An_error_the_provider_reports_in_its_stream_ends_cleanly_and_counts_as_failed()
    {
        await using var provider = RawProvider.Answering(RawProvider.StreamHead + "17\r\ndata: {\"error\":\"bad\"}\n\n\r\n0\r\n\r\n");
        var router = new ScriptedRouter(provider.Url);
        await using var host = await RelayHost.StartAsync(router);

        using var answer = await host.Client.PostAsync(RelayTests.Chat, RelayTests.Json(RelayTests.ChatBody));

        Assert.Equal("data: {\"error\":\"bad\"}\n\n", await answer.Content.ReadAsStringAsync());
        Assert.Equal(OutcomeClass.BrokenStream, (await router.EndAsync()).Outcome);
    }

    [Fact]
    public async Task A_long_answer_of_known_length_that_is_cut_is_cut_for_the_caller()
    {
        await using var provider = RawProvider.Writing(
            reset: true, "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 500000\r\n\r\n" + new string('x', 100_000));
        var router = new ScriptedRouter(provider.Url);
        await using var host = await RelayHost.StartAsync(router);

        await Assert.ThrowsAnyAsync<HttpRequestException>(
            () => host.Client.PostAsync(RelayTests.Chat, RelayTests.Json(RelayTests.ChatBody)));

        Assert.Equal(OutcomeClass.BrokenStream, (await router.EndAsync()).Outcome);
    }

    [Fact]
    public async Task A_stream_of_known_length_without_its_last_event_does_not_end_cleanly()
    {
        await using var provider = RawProvider.Answering(
            "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nContent-Length: 11\r\n\r\ndata: one\n\n");
        var router = new ScriptedRouter(provider.Url);
        await using var host = await RelayHost.StartAsync(router);

        var answer = await RawCaller.SendAsync(host.Url, RawCaller.Post(RelayTests.Chat));

        Assert.Contains("data: {\"error\":\"upstream_error\"}\n\n", answer, StringComparison.Ordinal);
        Assert.DoesNotContain("Content-Length", answer, StringComparison.Ordinal);
        Assert.DoesNotContain("\r\n0\r\n\r\n", answer, StringComparison.Ordinal);
        Assert.Equal(OutcomeClass.BrokenStream, (await router.EndAsync()).Outcome);
    }

    [Fact]
    public async Task A_refusal_says_when_to_come_back_in_whole_seconds()
    {
        var refusal = new ServiceError(ServiceErrorCode.AllEndpointsCoolingDown, "wait", TimeSpan.FromSeconds(1.2));
        await using var host = await RelayHost.StartAsync(new ScriptedRouter { Refusal = refusal });

        using var answer = await host.Client.PostAsync(RelayTests.Chat, RelayTests.Json(RelayTests.ChatBody));

        Assert.Equal(429, (int)answer.StatusCode);
        Assert.Equal("2", answer.Headers.GetValues("Retry-After").Single());
        Assert.False(answer.Headers.Contains("x-should-retry"));
        Assert.Equal("7", answer.Headers.GetValues("X-Multiplex-Queue-Ms").Single());
    }
}
