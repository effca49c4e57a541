using Xunit;
using System.Net;
using System.Net.Http.Json;
using System.Text;
using MultiplexCluster.Contracts.Requests;

namespace MultiplexCluster.Host.Tests.DataPlane;

public sealed class RelayTests
{
    internal const string Chat = "/openai/v1/chat/completions";
    internal const string ChatBody = """{ "model": "gpt-x",  "messages":[] }""";
    internal const string JsonAnswer = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 13\r\nx-request-id: up-1\r\n\r\n{\"id\": \"a\\n\"}";

    internal static StringContent Json(string body) => new(body, Encoding.UTF8, "application/json");

    internal static string IdOf(HttpResponseMessage answer) => answer.Headers.GetValues("X-Multiplex-Request-Id").Single();

    [Fact]
    public async Task A_json_call_goes_through_byte_for_byte_both_ways()
    {
        await using var provider = RawProvider.Answering(JsonAnswer);
        var router = new ScriptedRouter(provider.Url + "/v1") { IsProbe = true };
        await using var host = await RelayHost.StartAsync(router);

        using var answer = await host.Client.PostAsync(Chat + "?beta=true", Json(ChatBody));

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("{\"id\": \"a\\n\"}", await answer.Content.ReadAsStringAsync());
        Assert.Equal(13, answer.Content.Headers.ContentLength);
        Assert.Equal("up-1", answer.Headers.GetValues("x-request-id").Single());
        Assert.Equal("endpoint-1", answer.Headers.GetValues("X-Multiplex-Endpoint").Single());
        Assert.Equal("1", answer.Headers.GetValues("X-Multiplex-Attempts").Single());
        Assert.Equal("7", answer.Headers.GetValues("X-Multiplex-Queue-Ms").Single());
        var id = answer.Headers.GetValues("X-Multiplex-Request-Id").Single();
        Assert.Matches("^req_[0-9]{10}_[0-9a-f]{12}$", id);
        var call = Assert.Single(provider.Calls);
        Assert.Equal("POST /v1/chat/completions?beta=true HTTP/1.1", call.RequestLine);
        Assert.Equal(ChatBody, Encoding.UTF8.GetString(call.Body));
        Assert.Equal([id], call.Header("X-Request-Id"));
        Assert.Equal([id], call.Header("X-Client-Request-Id"));
        Assert.Equal(OutcomeClass.Success, (await router.EndAsync()).Outcome);
        Assert.Equal(13, (await router.EndAsync()).Usage.Total);
        Assert.Equal([OutcomeClass.Success], router.Verdicts);
        Assert.Equal("gpt-x", Assert.Single(router.Executed).Model);
    }

    [Fact]
    public async Task Each_event_reaches_the_caller_before_the_next_one_is_sent()
    {
        var next = new SemaphoreSlim(0);
        await using var provider = RawProvider.Start(async call =>
        {
            await call.WriteAsync("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream; charset=utf-8\r\nTransfer-Encoding: chunked\r\n\r\n");
            await next.WaitAsync();
            for (var i = 0; i < 20; i++)
            {
                await call.WriteChunkAsync($"data: {i}\n\n");
                await next.WaitAsync();
            }

            await call.WriteChunkAsync("data: [DONE]\n\n");
            await call.WriteAsync("0\r\n\r\n");
        });
        var router = new ScriptedRouter(provider.Url);
        await using var host = await RelayHost.StartAsync(router);
        using var request = new HttpRequestMessage(HttpMethod.Post, Chat) { Content = Json(ChatBody) };

        next.Release();
        using var answer = await host.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        using var lines = new StreamReader(await answer.Content.ReadAsStreamAsync());
        for (var i = 0; i < 20; i++)
        {
            Assert.Equal($"data: {i}", await lines.ReadLineAsync());
            await lines.ReadLineAsync();
            next.Release();
        }

        Assert.Equal("data: [DONE]\n\n", await lines.ReadToEndAsync());
        Assert.Equal(OutcomeClass.Success, (await router.EndAsync()).Outcome);
    }

    [Fact]
    public async Task The_body_is_sent_again_whole_on_the_second_attempt()
    {
        var sent = new string('x', 300_000);
        var body = $$"""{"model":"m","text":"{{sent}}"}""";
        await using var failing = RawProvider.Start(call =>
        {
            call.Reset();
            return Task.CompletedTask;
        });
        await using var provider = RawProvider.Answering(JsonAnswer);
        var router = new ScriptedRouter(failing.Url, provider.Url);
        await using var host = await RelayHost.StartAsync(router);

        using var answer = await host.Client.PostAsync(Chat, Json(body));

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("2", answer.Headers.GetValues("X-Multiplex-Attempts").Single());
        Assert.Equal(body, Encoding.UTF8.GetString(Assert.Single(provider.Calls).Body));
        Assert.Equal(OutcomeClass.Failing, (await router.EndAsync()).Outcome);
    }

    [Fact]
    public async Task A_body_over_a_mebibyte_is_spooled_and_sent_whole_twice()
    {
        var body = $$"""{"text":"{{new string('y', 3_000_000)}}","model":"m"}""";
        await using var failing = RawProvider.Answering("HTTP/1.1 500 Oops\r\nContent-Length: 2\r\n\r\n{}");
        await using var provider = RawProvider.Answering(JsonAnswer);
        await using var host = await RelayHost.StartAsync(new ScriptedRouter(failing.Url, provider.Url));

        using var answer = await host.Client.PostAsync(Chat, Json(body));

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(body, Encoding.UTF8.GetString(Assert.Single(failing.Calls).Body));
        Assert.Equal(body, Encoding.UTF8.GetString(Assert.Single(provider.Calls).Body));
    }

    [Fact]
    public async Task The_last_error_answer_is_passed_on_unchanged()
    {
        await using var provider = RawProvider.Answering(
            "HTTP/1.1 429 Slow\r\nContent-Type: application/json; charset=utf-8\r\nRetry-After: 3\r\nx-ratelimit-remaining-requests: 0\r\nSet-Cookie: a=b\r\nContent-Length: 16\r\n\r\n{\"error\":\"slow\"}");
        var router = new ScriptedRouter(provider.Url);
        await using var host = await RelayHost.StartAsync(router);

        using var answer = await host.Client.PostAsync(Chat, Json(ChatBody));

        Assert.Equal(429, (int)answer.StatusCode);
        Assert.Equal("{\"error\":\"slow\"}", await answer.Content.ReadAsStringAsync());
        Assert.Equal("0", answer.Headers.GetValues("x-ratelimit-remaining-requests").Single());
        Assert.Equal("3", answer.Headers.GetValues("Retry-After").Single());
        Assert.Equal("false", answer.Headers.GetValues("x-should-retry").Single());
        Assert.False(answer.Headers.Contains("Set-Cookie"));
        Assert.Equal(TimeSpan.FromSeconds(3), (await router.EndAsync()).RetryAfter);
    }
}
