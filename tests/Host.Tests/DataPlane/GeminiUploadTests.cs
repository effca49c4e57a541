using System.Net;
using System.Text;
using MultiplexCluster.Contracts.Endpoints;
using MultiplexCluster.Providers.Codecs;
using Xunit;

namespace MultiplexCluster.Host.Tests.DataPlane;

public sealed class GeminiUploadTests
{
    private const string Start = "/gemini/upload/v1beta/files";
    private const string Elsewhere = "https://generativelanguage.googleapis.com/upload/v1beta/files?upload_id=AbC-_1&upload_protocol=resumable";

    private const string Begun =
        "HTTP/1.1 200 OK\r\nX-Goog-Upload-URL: " + Elsewhere + "\r\nX-Goog-Upload-Control-URL: " + Elsewhere
        + "\r\nLocation: " + Elsewhere + "\r\nX-Goog-Upload-Status: active\r\nX-Goog-Upload-Chunk-Granularity: 8388608\r\nContent-Length: 0\r\n\r\n";

    private const string Ended =
        "HTTP/1.1 200 OK\r\nX-Goog-Upload-Status: final\r\nContent-Type: application/json\r\nContent-Length: 29\r\n\r\n{\"file\":{\"name\":\"files/abc\"}}";

    [Fact]
    public async Task An_upload_goes_on_here_at_the_endpoint_that_began_it()
    {
        await using var provider = RawProvider.Start(call => call.WriteAsync(call.Header("X-Goog-Upload-Command") is ["start"] ? Begun : Ended));
        var router = new ScriptedRouter(provider.Url);
        await using var host = await StartAsync(router);
        var begun = await SendAsync(host, Start, "start", new StringContent("{\"file\":{}}", Encoding.UTF8, "application/json"));
        var next = Header(begun, "X-Goog-Upload-URL");

        Assert.Equal($"{host.Url.GetLeftPart(UriPartial.Authority)}{Start}?upload_id=AbC-_1&upload_protocol=resumable&multiplex_endpoint=endpoint-1", next);
        Assert.Equal(next, Header(begun, "X-Goog-Upload-Control-URL"));
        Assert.Equal(("active", "8388608", null), (Header(begun, "X-Goog-Upload-Status"), Header(begun, "X-Goog-Upload-Chunk-Granularity"), Header(begun, "Location")));

        byte[] bytes = [0, 13, 10, 255, 1];
        var ended = await SendAsync(host, next!, "upload, finalize", new ByteArrayContent(bytes));

        Assert.Equal(("final", "{\"file\":{\"name\":\"files/abc\"}}"), (Header(ended, "X-Goog-Upload-Status"), await ended.Content.ReadAsStringAsync()));
        Assert.Equal([null, "endpoint-1"], router.Executed.Select(request => request.Pinned?.Value));
        var chunk = provider.Calls.Last();
        Assert.Equal("POST /upload/v1beta/files?upload_id=AbC-_1&upload_protocol=resumable HTTP/1.1", chunk.RequestLine);
        Assert.Equal(bytes, chunk.Body);
        Assert.Equal(["upload, finalize"], chunk.Header("X-Goog-Upload-Command"));
        Assert.Equal(["sk-canary-secret-1234"], chunk.Header("x-goog-api-key"));
        Assert.Empty(chunk.Header("Content-Type"));
    }

    [Fact]
    public async Task A_chunk_that_calls_itself_JSON_is_not_read_as_such()
    {
        await using var provider = RawProvider.Answering(Ended);
        await using var host = await StartAsync(new ScriptedRouter(provider.Url));

        var answer = await SendAsync(host, Start, "upload", new StringContent("{\"half", Encoding.UTF8, "application/json"));

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\nX-Goog-Upload-URL: https://elsewhere.example/x?upload_id=a\r\nContent-Length: 0\r\n\r\n")]
    [InlineData("HTTP/1.1 400 Bad\r\nX-Goog-Upload-URL: " + Elsewhere + "\r\nContent-Length: 2\r\n\r\n{}")]
    public async Task An_upload_url_that_would_lead_past_this_service_is_left_out(string answered)
    {
        await using var provider = RawProvider.Answering(answered);
        await using var host = await StartAsync(new ScriptedRouter(provider.Url));

        Assert.Null(Header(await SendAsync(host, Start, "start", null), "X-Goog-Upload-URL"));
    }

    [Fact]
    public async Task Behind_a_proxy_that_takes_TLS_the_upload_url_says_https()
    {
        await using var provider = RawProvider.Answering(Begun);
        await using var host = await StartAsync(new ScriptedRouter(provider.Url));
        host.Client.DefaultRequestHeaders.Add("X-Forwarded-Proto", "https");

        Assert.StartsWith($"https://{host.Url.Authority}/gemini/", Header(await SendAsync(host, Start, "start", null), "X-Goog-Upload-URL"), StringComparison.Ordinal);
        Assert.Empty(provider.Calls.Single().Header("X-Forwarded-Proto"));
    }

    [Theory]
    [InlineData("?multiplex_endpoint=a&multiplex_endpoint=b", null)]
    [InlineData("?multiplex_endpoint=%2f", null)]
    [InlineData("?multiplex_endpoint=a", "b")]
    public async Task A_pin_that_contradicts_itself_goes_nowhere(string query, string? header)
    {
        await using var provider = RawProvider.Answering(Ended);
        await using var host = await StartAsync(new ScriptedRouter(provider.Url));
        if (header is not null)
        {
            host.Client.DefaultRequestHeaders.Add("X-Multiplex-Endpoint", header);
        }

        var answer = await SendAsync(host, Start + query, "upload", null);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Empty(provider.Calls);
    }

    private static Task<RelayHost> StartAsync(ScriptedRouter router) =>
        RelayHost.StartAsync(router, limits => limits.MaxBodyBytes = 1024, codec: ProviderCodecs.For(ProviderKind.Gemini));

    private static Task<HttpResponseMessage> SendAsync(RelayHost host, string url, string command, HttpContent? content)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, url) { Content = content };
        request.Headers.Add("X-Goog-Upload-Command", command);
        return host.Client.SendAsync(request);
    }

    private static string? Header(HttpResponseMessage answer, string name) =>
        answer.Headers.TryGetValues(name, out var values) ? string.Join('|', values) : null;
}
