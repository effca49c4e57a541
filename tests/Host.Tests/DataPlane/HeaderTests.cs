using Xunit;

namespace MultiplexCluster.Host.Tests.DataPlane;

public sealed class HeaderTests
{
    [Theory]
    [InlineData("Authorization: Bearer caller-secret")]
    [InlineData("x-api-key: caller-secret")]
    [InlineData("X-Goog-Api-Key: caller-secret")]
    [InlineData("api-key: caller-secret")]
    [InlineData("Cookie: session=caller-secret")]
    [InlineData("Proxy-Authorization: Basic caller-secret")]
    [InlineData("OpenAI-Organization: caller-secret")]
    [InlineData("OpenAI-Project: caller-secret")]
    [InlineData("X-Client-Request-Id: caller-secret")]
    [InlineData("X-Forwarded-For: caller-secret")]
    [InlineData("Forwarded: for=caller-secret")]
    [InlineData("Accept-Encoding: gzip;caller-secret")]
    [InlineData("TE: caller-secret")]
    [InlineData("Keep-Alive: caller-secret")]
    [InlineData("traceparent: caller-secret")]
    [InlineData("Sec-WebSocket-Protocol: realtime, openai-insecure-api-key.caller-secret")]
    [InlineData("X-Goog-User-Project: caller-secret")]
    public async Task What_is_not_the_providers_business_stays_here(string header)
    {
        var call = await ForwardAsync(header + "\r\n");

        Assert.DoesNotContain("caller-secret", call.Head, StringComparison.Ordinal);
        Assert.Equal(["Bearer sk-canary-secret-1234"], call.Header("Authorization"));
        Assert.Equal(["org-own"], call.Header("OpenAI-Organization"));
        Assert.Equal(["proj-own"], call.Header("OpenAI-Project"));
        Assert.DoesNotContain("multiplex", call.Head, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task What_is_the_providers_business_passes_unchanged()
    {
        var call = await ForwardAsync(
            "User-Agent: OpenAI/JS 7.57 (odd; agent\r\nanthropic-beta: a,b\r\nanthropic-beta: c\r\nX-Stainless-Retry-Count: 1\r\nAccept: application/json\r\nX-Multiplex-Priority: high\r\nX-Request-Id: mine-1\r\n");

        Assert.Equal(["OpenAI/JS 7.57 (odd; agent"], call.Header("User-Agent"));
        Assert.Equal("a,b,c", string.Join(',', call.Header("anthropic-beta")).Replace(" ", "", StringComparison.Ordinal));
        Assert.Equal(["1"], call.Header("X-Stainless-Retry-Count"));
        Assert.Equal(["application/json"], call.Header("Content-Type"));
        Assert.Equal([$"{RelayTests.ChatBody.Length}"], call.Header("Content-Length"));
        Assert.Equal(["mine-1"], call.Header("X-Request-Id"));
        Assert.Equal(["mine-1"], call.Header("X-Client-Request-Id"));
        Assert.Empty(call.Header("X-Multiplex-Priority"));
    }

    [Theory]
    [InlineData("X-Multiplex-Endpoint: bad/id", "X-Multiplex-Endpoint")]
    [InlineData("X-Multiplex-Endpoint:", "X-Multiplex-Endpoint")]
    [InlineData("X-Multiplex-Endpoint: .", "X-Multiplex-Endpoint")]
    [InlineData("X-Multiplex-Endpoint: ..", "X-Multiplex-Endpoint")]
    [InlineData("X-Multiplex-Pool: .", "X-Multiplex-Pool")]
    [InlineData("X-Multiplex-Pool: ..", "X-Multiplex-Pool")]
    [InlineData("X-Multiplex-Priority: urgent", "high, medium or low")]
    [InlineData("X-Multiplex-Priority: high\r\nX-Multiplex-Priority: low", "once")]
    [InlineData("X-Multiplex-Pool: a b", "X-Multiplex-Pool")]
    [InlineData("X-Multiplex-Timeout: 0", "X-Multiplex-Timeout")]
    [InlineData("X-Multiplex-Timeout: -1", "X-Multiplex-Timeout")]
    [InlineData("X-Multiplex-Timeout: NaN", "X-Multiplex-Timeout")]
    [InlineData("X-Multiplex-Timeout: 1e3", "X-Multiplex-Timeout")]
    [InlineData("X-Multiplex-Timeout: 3601", "X-Multiplex-Timeout")]
    [InlineData("X-Multiplex-Strategy: fastest", "least_loaded, weighted, round_robin, power_of_two or lowest_latency")]
    [InlineData("X-Multiplex-Session: s 1", "visible ASCII")]
    [InlineData("X-Multiplex-Session:", "1 to 128")]
    [InlineData("X-Multiplex-Endpont: a", "X-Multiplex-Endpont")]
    [InlineData("X-Request-Id: a b", "X-Request-Id")]
    [InlineData("X-Request-Id:", "X-Request-Id")]
    [InlineData("X-Request-Id: a\r\nX-Request-Id: b", "X-Request-Id")]
    [InlineData("X-Odd: caf\u00c3\u00a9", "X-Odd")]
    [InlineData("Content-Type: text/plain", "Content-Type")]
    public async Task A_bad_header_is_refused_by_name_and_nothing_goes_upstream(string header, string named)
    {
        await using var provider = RawProvider.Answering(RelayTests.JsonAnswer);
        await using var host = await RelayHost.StartAsync(new ScriptedRouter(provider.Url));

        var answer = await RawCaller.SendAsync(host.Url, RawCaller.Post(RelayTests.Chat, header + "\r\n"));

        Assert.StartsWith("HTTP/1.1 400 ", answer, StringComparison.Ordinal);
        Assert.Contains("\"invalid_request\"", answer, StringComparison.Ordinal);
        Assert.Contains(named, answer, StringComparison.Ordinal);
        Assert.Contains("X-Multiplex-Request-Id: req_", answer, StringComparison.Ordinal);
        Assert.Empty(provider.Calls);
    }

    [Fact]
    public async Task A_connection_header_cannot_name_other_headers()
    {
        await using var host = await RelayHost.StartAsync(new ScriptedRouter("http://127.0.0.1:1"));
        using var request = new HttpRequestMessage(HttpMethod.Post, RelayTests.Chat) { Content = RelayTests.Json(RelayTests.ChatBody) };
        request.Headers.Connection.Add("anthropic-version");

        using var answer = await host.Client.SendAsync(request);

        Assert.Equal(400, (int)answer.StatusCode);
    }

    [Fact]
    public async Task An_answers_own_headers_pass_but_not_those_of_its_hop_or_host()
    {
        await using var provider = RawProvider.Answering(
            "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\nSet-Cookie: a=b\r\nAlt-Svc: h3\r\nStrict-Transport-Security: max-age=1\r\nX-Multiplex-Endpoint: forged\r\nKeep-Alive: timeout=5\r\nAccess-Control-Allow-Origin: *\r\nX-Hop: mine\r\nConnection: keep-alive, x-hop\r\nX-Twice: 1\r\nX-Twice: 2\r\nX-Odd: caf\u00e9\r\nServer: up\r\n\r\n{}");
        await using var host = await RelayHost.StartAsync(new ScriptedRouter(provider.Url));

        var answer = await RawCaller.SendAsync(host.Url, RawCaller.Post(RelayTests.Chat));

        Assert.StartsWith("HTTP/1.1 200 ", answer, StringComparison.Ordinal);
        Assert.Contains("X-Twice: 1\r\n", answer, StringComparison.Ordinal);
        Assert.Contains("X-Twice: 2\r\n", answer, StringComparison.Ordinal);
        Assert.Contains("X-Multiplex-Endpoint: endpoint-1\r\n", answer, StringComparison.Ordinal);
        string[] absent = ["Set-Cookie", "Alt-Svc", "Strict-Transport", "forged", "Keep-Alive", "X-Odd", "Access-Control", "X-Hop"];
        Assert.All(absent, name => Assert.DoesNotContain(name, answer, StringComparison.OrdinalIgnoreCase));
    }

    private static async Task<RawCall> ForwardAsync(string headers)
    {
        await using var provider = RawProvider.Answering(RelayTests.JsonAnswer);
        await using var host = await RelayHost.StartAsync(new ScriptedRouter(provider.Url));
        var answer = await RawCaller.SendAsync(host.Url, RawCaller.Post(RelayTests.Chat, headers));
        Assert.StartsWith("HTTP/1.1 200 ", answer, StringComparison.Ordinal);
        return Assert.Single(provider.Calls);
    }
}
