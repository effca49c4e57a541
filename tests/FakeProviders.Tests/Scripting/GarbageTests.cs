namespace MultiplexCluster.FakeProviders.Tests.Scripting;

public class GarbageTests
{
    [Theory]
    [InlineData(GarbageKind.NotHttp, null, "not HTTP")]
    [InlineData(GarbageKind.BadChunkSize, null, "\r\nzz\r\n")]
    [InlineData(GarbageKind.TwoContentLengths, null, "Content-Length: 2\r\nContent-Length: 14\r\n")]
    [InlineData(GarbageKind.LengthAndChunked, null, "Content-Length: 4\r\nTransfer-Encoding: chunked\r\n")]
    [InlineData(GarbageKind.HtmlOk, null, "text/html")]
    [InlineData(GarbageKind.EmptyOk, null, "Content-Length: 0\r\n\r\n")]
    [InlineData(GarbageKind.MalformedJson, null, "\"choices\":[{\"index\":0,")]
    [InlineData(GarbageKind.HugeHeaders, null, "x-filler-60: aaa")]
    [InlineData(GarbageKind.InformationalFlood, 250, "HTTP/1.1 103 Early Hints\r\n\r\nHTTP/1.1 200 OK")]
    [InlineData(GarbageKind.EndlessLine, 200_000, "aaa\r\n0\r\n\r\n")]
    [InlineData(GarbageKind.GzipBomb, 1_000_000, "Content-Encoding: gzip")]
    [InlineData(GarbageKind.WrongEncoding, null, "{\"plain\":true}")]
    public async Task Garbage_comes_as_named_and_ends_the_connection(GarbageKind kind, int? size, string part)
    {
        await using var fake = await FakeProvider.StartAsync();
        fake.Key("sk-a").Then(Step.Garbage(kind, size));
        using var client = await RawClient.ConnectAsync(fake);
        await client.SendAsync(RawClient.ChatRequest("sk-a"));

        var text = await client.ReadToEndAsync();

        Assert.Contains(part, text, StringComparison.Ordinal);
        Assert.Equal(CallEnding.Answered, fake.AllCalls[0].Ending);
    }

    [Fact]
    public async Task Huge_headers_are_at_least_64_KiB()
    {
        await using var fake = await FakeProvider.StartAsync();
        fake.Key("sk-a").Then(Step.Garbage(GarbageKind.HugeHeaders));
        using var client = await RawClient.ConnectAsync(fake);
        await client.SendAsync(RawClient.ChatRequest("sk-a"));

        Assert.InRange((await client.ReadToEndAsync())!.Length, 64 * 1024, 70 * 1024);
    }

    [Theory]
    [InlineData(16)]
    [InlineData(65_548)]
    [InlineData(65_536)]
    [InlineData(3_000_001)]
    public async Task A_large_body_is_exactly_as_long_as_said(int length)
    {
        await using var fake = await FakeProvider.StartAsync();
        using var client = new Client(fake);
        fake.Key("k").Then(Step.Large(length));

        using var response = await client.ChatAsync("k");
        var body = await response.Content.ReadAsByteArrayAsync();

        Assert.Equal((length, length), ((int)response.Content.Headers.ContentLength!, body.Length));
        System.Text.Json.JsonDocument.Parse(body).Dispose();
    }
}
