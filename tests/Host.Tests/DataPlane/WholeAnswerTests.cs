using System.Net;
using MultiplexCluster.Contracts.Endpoints;
using MultiplexCluster.Contracts.Requests;
using MultiplexCluster.Providers.Codecs;
using Xunit;

namespace MultiplexCluster.Host.Tests.DataPlane;

/// <summary>What is read whole before it is passed on, what is not, and what has no body.</summary>
public sealed class WholeAnswerTests
{
    private const string ChunkedJson = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n";

    [Theory]
    [InlineData(500, true)]
    [InlineData(65_535, true)]
    [InlineData(65_536, false)]
    [InlineData(300_000, false)]
    public async Task Json_of_unknown_length_is_passed_on_whole(int length, bool inOnePiece)
    {
        var text = "{" + new string(' ', length - 2) + "}";
        await using var provider = RawProvider.Start(async call =>
        {
            await call.WriteAsync(ChunkedJson);
            foreach (var piece in text.Chunk(10_000))
            {
                await call.WriteChunkAsync(new string(piece));
            }

            await call.WriteAsync("0\r\n\r\n");
        });
        var router = new ScriptedRouter(provider.Url);
        await using var host = await RelayHost.StartAsync(router);

        using var answer = await host.Client.PostAsync(RelayTests.Chat, RelayTests.Json(RelayTests.ChatBody));

        Assert.NotEqual(inOnePiece, answer.Headers.TransferEncodingChunked == true);
        Assert.Equal(text, await answer.Content.ReadAsStringAsync());
        Assert.Equal(OutcomeClass.Success, (await router.EndAsync()).Outcome);
    }

    [Fact]
    public async Task A_json_array_that_is_sent_piecemeal_is_passed_on_piecemeal()
    {
        var next = new SemaphoreSlim(0);
        await using var provider = RawProvider.Start(async call =>
        {
            await call.WriteAsync(ChunkedJson);
            await call.WriteChunkAsync("[{\"candidates\":[{\"content\":{}}]}\n");
            await next.WaitAsync();
            await call.WriteChunkAsync(",{\"candidates\":[{\"finishReason\":\"STOP\"}]}]");
            await call.WriteAsync("0\r\n\r\n");
        });
        var router = new ScriptedRouter(provider.Url);
        await using var host = await RelayHost.StartAsync(router, codec: ProviderCodecs.For(ProviderKind.Gemini));
        using var request = new HttpRequestMessage(HttpMethod.Post, "/gemini/v1beta/models/gemini-x:streamGenerateContent")
        {
            Content = RelayTests.Json("""{"contents":[]}"""),
        };

        using var answer = await host.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        using var lines = new StreamReader(await answer.Content.ReadAsStreamAsync());
        var first = await lines.ReadLineAsync();
        next.Release();

        Assert.StartsWith("[{", first, StringComparison.Ordinal);
        Assert.EndsWith("]", await lines.ReadToEndAsync(), StringComparison.Ordinal);
        Assert.Equal(OutcomeClass.Success, (await router.EndAsync()).Outcome);
    }

    [Fact]
    public async Task An_answer_to_head_has_a_length_and_no_body()
    {
        await using var provider = RawProvider.Answering("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 500\r\n\r\n");
        var router = new ScriptedRouter(provider.Url);
        await using var host = await RelayHost.StartAsync(router);
        using var request = new HttpRequestMessage(HttpMethod.Head, "/openai/v1/files/a");

        using var answer = await host.Client.SendAsync(request);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(500, answer.Content.Headers.ContentLength);
        Assert.Equal(OutcomeClass.Success, (await router.EndAsync()).Outcome);
    }

    [Theory]
    [InlineData("\"v1\"", 304, OutcomeClass.Success)]
    [InlineData(null, 502, OutcomeClass.Failing)]
    public async Task Not_modified_is_an_answer_to_those_who_asked_for_it(string? known, int status, OutcomeClass outcome)
    {
        await using var provider = RawProvider.Answering("HTTP/1.1 304 Not Modified\r\nETag: \"v1\"\r\nContent-Length: 500\r\n\r\n");
        var router = new ScriptedRouter(provider.Url);
        await using var host = await RelayHost.StartAsync(router);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/openai/v1/files/a");
        if (known is not null)
        {
            request.Headers.Add("If-None-Match", known);
        }

        using var answer = await host.Client.SendAsync(request);

        Assert.Equal(status, (int)answer.StatusCode);
        Assert.Equal(outcome, (await router.EndAsync()).Outcome);
    }
}
