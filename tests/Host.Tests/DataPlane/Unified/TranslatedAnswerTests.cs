using System.Net;
using System.Text;
using System.Text.Json;
using MultiplexCluster.Contracts.Requests;
using MultiplexCluster.Providers.Codecs;
using Xunit;

namespace MultiplexCluster.Host.Tests.DataPlane.Unified;

/// <summary>What breaks while an answer is translated.</summary>
public sealed class TranslatedAnswerTests
{
    private const string Chat = "/v1/chat/completions";
    private const string Call = """{"model":"anthropic/claude-x","messages":[{"role":"user","content":"Hi"}]}""";
    private const string Streamed = """{"model":"anthropic/claude-x","messages":[{"role":"user","content":"Hi"}],"stream":true}""";
    private const string Message = """{"id":"msg_1","type":"message","role":"assistant","model":"claude-x","content":[{"type":"text","text":"Hello"}],"stop_reason":"end_turn","usage":{"input_tokens":3,"output_tokens":4}}""";

    private const string Start = "event: message_start\ndata: {\"type\":\"message_start\",\"message\":{\"id\":\"msg_1\",\"model\":\"claude-x\",\"usage\":{\"input_tokens\":3,\"output_tokens\":1}}}\n\n";
    private const string Block = "event: content_block_start\ndata: {\"type\":\"content_block_start\",\"index\":0,\"content_block\":{\"type\":\"text\",\"text\":\"\"}}\n\n";
    private const string Delta = "event: content_block_delta\ndata: {\"type\":\"content_block_delta\",\"index\":0,\"delta\":{\"type\":\"text_delta\",\"text\":\"Hello\"}}\n\n";

    [Fact]
    public async Task The_call_goes_out_in_the_providers_format_with_its_headers()
    {
        await using var provider = RawProvider.Answering(Json(Message));
        var router = new ScriptedRouter(provider.Url);
        await using var host = await StartAsync(router);
        using var request = new HttpRequestMessage(HttpMethod.Post, Chat) { Content = RelayTests.Json(Call) };
        request.Headers.Add("OpenAI-Beta", "assistants=v2");
        request.Headers.Add("anthropic-version", "1999-01-01");
        request.Headers.Add("X-Stainless-Lang", "js");

        using var answer = await host.Client.SendAsync(request);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("Hello", Parse(await answer.Content.ReadAsStringAsync()).GetProperty("choices")[0].GetProperty("message").GetProperty("content").GetString());
        var call = Assert.Single(provider.Calls);
        Assert.Equal("POST /v1/messages HTTP/1.1", call.RequestLine);
        Assert.Equal(["2023-06-01"], call.Header("anthropic-version"));
        Assert.Equal(["application/json"], call.Header("Content-Type"));
        Assert.Equal(["js"], call.Header("X-Stainless-Lang"));
        Assert.Empty(call.Header("OpenAI-Beta"));
        Assert.Equal("claude-x", Parse(Encoding.UTF8.GetString(call.Body)).GetProperty("model").GetString());
        Assert.Equal(("claude-x", 7L), (router.Executed.Single().Model, (await router.EndAsync()).Usage.Total));
        Assert.Equal(0, host.BodyMemoryTaken);
    }

    [Fact]
    public async Task A_body_over_a_mebibyte_is_translated_and_sent_twice()
    {
        var text = new string('y', 3_000_000);
        await using var failing = RawProvider.Answering("HTTP/1.1 500 Oops\r\nContent-Length: 2\r\n\r\n{}");
        await using var provider = RawProvider.Answering(Json(Message));
        await using var host = await StartAsync(new ScriptedRouter(failing.Url, provider.Url));

        using var answer = await host.Client.PostAsync(Chat, RelayTests.Json(Call.Replace("Hi", text, StringComparison.Ordinal)));

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Contains(text, Encoding.UTF8.GetString(Assert.Single(provider.Calls).Body), StringComparison.Ordinal);
        Assert.Equal(Assert.Single(failing.Calls).Body, Assert.Single(provider.Calls).Body);
    }

    [Theory]
    [InlineData("")]
    [InlineData(Start)]
    public async Task A_stream_that_breaks_before_the_caller_has_seen_anything_is_asked_for_again(string begun)
    {
        await using var failing = RawProvider.Start(async call =>
        {
            await call.WriteAsync(RawProvider.StreamHead);
            if (begun.Length > 0)
            {
                await call.WriteChunkAsync(begun[..^1]);
            }

            call.Close();
        });
        await using var provider = RawProvider.Answering(Json(Message));
        var router = new ScriptedRouter(failing.Url, provider.Url);
        await using var host = await StartAsync(router);

        using var answer = await host.Client.PostAsync(Chat, RelayTests.Json(Streamed));

        // The second answers a stream with a document, which the caller cannot read.
        Assert.Equal(HttpStatusCode.BadGateway, answer.StatusCode);
        Assert.Equal("2", answer.Headers.GetValues("X-Multiplex-Attempts").Single());
        Assert.Equal(OutcomeClass.Failing, (await router.EndAsync()).Outcome);
    }

    [Fact]
    public async Task A_stream_that_breaks_in_the_middle_says_so_once_and_is_cut()
    {
        await using var provider = RawProvider.Start(async call =>
        {
            await call.WriteAsync(RawProvider.StreamHead);
            await call.WriteChunkAsync(Start + Block + Delta);
            call.Reset();
        });
        var router = new ScriptedRouter(provider.Url);
        await using var host = await StartAsync(router);

        var answer = await RawCaller.SendAsync(host.Url, RawCaller.Post(Chat, body: Streamed));

        Assert.Contains("Hello", answer, StringComparison.Ordinal);
        Assert.Equal(2, answer.Split("\"error\":{").Length);
        Assert.DoesNotContain("[DONE]", answer, StringComparison.Ordinal);
        Assert.DoesNotContain("\r\n0\r\n", answer, StringComparison.Ordinal);
        Assert.Equal(OutcomeClass.BrokenStream, (await router.EndAsync()).Outcome);
    }

    [Fact]
    public async Task An_event_that_cannot_be_read_ends_the_stream_as_an_error()
    {
        var begun = new SemaphoreSlim(0);
        await using var provider = RawProvider.Start(async call =>
        {
            await call.WriteAsync(RawProvider.StreamHead);
            await call.WriteChunkAsync(Start + Block + Delta);
            await begun.WaitAsync();
            await call.WriteChunkAsync("event: content_block_delta\ndata: {oops\n\n");
            await call.ClosedAsync();
        });
        var router = new ScriptedRouter(provider.Url) { IdleTimeout = TimeSpan.FromSeconds(60) };
        await using var host = await StartAsync(router);
        using var request = new HttpRequestMessage(HttpMethod.Post, Chat) { Content = RelayTests.Json(Streamed) };

        using var answer = await host.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        begun.Release();
        var text = new StringBuilder();
        await Assert.ThrowsAnyAsync<Exception>(async () =>
        {
            using var lines = new StreamReader(await answer.Content.ReadAsStreamAsync());
            while (await lines.ReadLineAsync() is { } line)
            {
                text.AppendLine(line);
            }
        });

        Assert.Contains("Hello", text.ToString(), StringComparison.Ordinal);
        Assert.Equal(2, text.ToString().Split("\"error\":{").Length);
        Assert.Equal(OutcomeClass.BrokenStream, (await router.EndAsync()).Outcome);
    }

    [Theory]
    [InlineData("text/html", "<html>")]
    [InlineData("application/json", "7")]
    [InlineData("application/json", "{}")]
    public async Task An_answer_that_cannot_be_read_is_502_in_OpenAIs_shape(string type, string body)
    {
        await using var provider = RawProvider.Answering(Json(body, type));
        var router = new ScriptedRouter(provider.Url);
        await using var host = await StartAsync(router);

        using var answer = await host.Client.PostAsync(Chat, RelayTests.Json(Call));

        Assert.Equal(HttpStatusCode.BadGateway, answer.StatusCode);
        Assert.Equal("upstream_error", Parse(await answer.Content.ReadAsStringAsync()).GetProperty("error").GetProperty("code").GetString());
        Assert.Equal("false", answer.Headers.GetValues("x-should-retry").Single());
        Assert.Equal((OutcomeClass.BrokenStream, true), ((await router.EndAsync()).Outcome, (await router.EndAsync()).AnswerStarted));
    }

    [Fact]
    public async Task An_error_that_is_no_JSON_keeps_its_status_in_OpenAIs_shape()
    {
        await using var provider = RawProvider.Answering(
            "HTTP/1.1 413 Too Large\r\nContent-Type: text/html\r\nContent-Encoding: identity\r\nrequest-id: req_1\r\nContent-Length: 6\r\n\r\n<html>");
        await using var host = await StartAsync(new ScriptedRouter(provider.Url));

        using var answer = await host.Client.PostAsync(Chat, RelayTests.Json(Call));

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.StatusCode);
        Assert.Equal("application/json", answer.Content.Headers.ContentType?.MediaType);
        Assert.Equal("req_1", answer.Headers.GetValues("request-id").Single());
        Assert.NotEmpty(Parse(await answer.Content.ReadAsStringAsync()).GetProperty("error").GetProperty("message").GetString()!);
    }

    [Fact]
    public async Task An_OpenAI_model_loses_nothing_but_its_prefix()
    {
        await using var provider = RawProvider.Answering(RelayTests.JsonAnswer);
        await using var host = await StartAsync(new ScriptedRouter(provider.Url));

        using var answer = await host.Client.PostAsync(Chat, RelayTests.Json("""{ "messages":[],  "model" : "openai/gpt-x" , "unknown":1}"""));

        Assert.Equal("{\"id\": \"a\\n\"}", await answer.Content.ReadAsStringAsync());
        Assert.Equal("""{ "messages":[],  "model" : "gpt-x" , "unknown":1}""", Encoding.UTF8.GetString(Assert.Single(provider.Calls).Body));
    }

    private static Task<RelayHost> StartAsync(ScriptedRouter router) => RelayHost.StartAsync(router, codecs: ProviderCodecs.All);

    private static string Json(string body, string type = "application/json") =>
        $"HTTP/1.1 200 OK\r\nContent-Type: {type}\r\nContent-Length: {body.Length}\r\n\r\n{body}";

    private static JsonElement Parse(string json) => JsonDocument.Parse(json).RootElement;
}
