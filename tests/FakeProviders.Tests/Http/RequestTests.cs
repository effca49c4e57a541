using System.Text;

namespace MultiplexCluster.FakeProviders.Tests.Http;

public class RequestTests
{
    [Fact]
    public async Task Headers_are_recorded_as_received()
    {
        await using var fake = await FakeProvider.StartAsync();
        using var client = await RawClient.ConnectAsync(fake);
        await client.SendAsync("POST /anthropic/v1/messages?beta=true HTTP/1.1\r\nX-API-Key: k\r\nanthropic-beta: a\r\nAnthropic-Beta:  b \r\nX-\u00fc: \u00ff\r\nContent-Length: 2\r\n\r\n{}");
        await client.ReadUntilAsync("\r\n\r\n");

        var call = Assert.Single(fake.Key("k").Calls);

        Assert.Equal(("POST", "/anthropic/v1/messages?beta=true", "{}"), (call.Method, call.Target, call.BodyText));
        Assert.Equal(["X-API-Key", "anthropic-beta", "Anthropic-Beta", "X-\u00fc", "Content-Length"], call.Headers.Select(h => h.Key));
        Assert.Equal(["a", "b"], call.Header("anthropic-beta"));
        Assert.Equal(ProviderDialect.Anthropic, call.Dialect);
        Assert.True(call.StartedAt <= call.EndedAt);
    }

    [Fact]
    public async Task A_chunked_body_cut_anywhere_is_put_together()
    {
        await using var fake = await FakeProvider.StartAsync();
        using var client = await RawClient.ConnectAsync(fake);
        const string Request = "POST /openai/v1/chat/completions HTTP/1.1\r\nAuthorization: Bearer k\r\nTransfer-Encoding: chunked\r\n\r\n5;x=y\r\n{\"mod\r\n8\r\nel\":\"m\"}\r\n0\r\nTrailer: t\r\n\r\n";
        foreach (var c in Request + Request)
        {
            await client.SendAsync(c.ToString());
        }

        await fake.WaitForCallsAsync(2);
        await fake.WaitForInFlightAsync(0);

        Assert.All(fake.AllCalls, c => Assert.Equal("{\"model\":\"m\"}", c.BodyText));
    }

    [Theory]
    [InlineData(60_000)]
    [InlineData(1_000_000)]
    [InlineData(70_000_000)]
    public async Task Large_bodies_are_read_and_recorded_up_to_the_limit(int length)
    {
        await using var fake = await FakeProvider.StartAsync();
        using var client = new Client(fake);

        using var response = await client.ChatAsync("k", $$"""{"model":"m","pad":"{{new string('x', length)}}"}""");

        var call = Assert.Single(fake.AllCalls);
        Assert.Equal(length + 22, call.BodyLength);
        Assert.Equal(Math.Min(length + 22, RecordedCall.BodyLimit), call.Body.Length);
    }

    [Fact]
    public async Task Pipelined_requests_are_answered_in_order()
    {
        await using var fake = await FakeProvider.StartAsync();
        fake.Key("k").Then(Step.Ok().WithLatency(TimeSpan.FromMilliseconds(1)));
        using var client = await RawClient.ConnectAsync(fake);
        await client.SendAsync(RawClient.ChatRequest("k") + RawClient.ChatRequest("k"));

        var first = await client.ReadUntilAsync("chatcmpl-0000000000000001");
        var second = await client.ReadUntilAsync("chatcmpl-0000000000000002");

        Assert.StartsWith("HTTP/1.1 200 OK", first, StringComparison.Ordinal);
        Assert.Contains("HTTP/1.1 200 OK", second, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_client_that_expects_100_continue_gets_it()
    {
        await using var fake = await FakeProvider.StartAsync();
        using var client = await RawClient.ConnectAsync(fake);
        await client.SendAsync("POST /openai/v1/chat/completions HTTP/1.1\r\nAuthorization: Bearer k\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n");

        var interim = await client.ReadUntilAsync("\r\n\r\n");
        await client.SendAsync("{}");

        Assert.Equal("HTTP/1.1 100 Continue\r\n\r\n", interim);
        Assert.StartsWith("HTTP/1.1 200 OK", await client.ReadUntilAsync("\r\n\r\n"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\u0016\u0003\u0001 nonsense\r\n\r\n")]
    [InlineData("POST /openai/v1/chat/completions HTTP/1.1\r\nContent-Length: -5\r\n\r\n")]
    public async Task A_request_that_is_not_http_is_refused(string request)
    {
        await using var fake = await FakeProvider.StartAsync();
        using var client = await RawClient.ConnectAsync(fake);
        await client.SendAsync(request);

        Assert.StartsWith("HTTP/1.1 400", await client.ReadToEndAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"model":{"a":1},"stream":[1],"encoding_format":{},"stream_options":null,"input":{"x":[]}}""", 200)]
    [InlineData("""{"stream_options":{"include_usage":{"deep":[true]}},"input":[[1],[2]]}""", 200)]
    [InlineData("[1,2]", 200)]
    [InlineData("", 200)]
    [InlineData("nonsense", 400)]
    public async Task Odd_bodies_are_answered(string body, int status)
    {
        await using var fake = await FakeProvider.StartAsync();
        using var client = new Client(fake);

        using var response = await client.ChatAsync("k", body);

        Assert.Equal(status, (int)response.StatusCode);
    }
}
