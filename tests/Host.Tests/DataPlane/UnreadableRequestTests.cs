using System.Text.Json;
using MultiplexCluster.Contracts.Endpoints;
using MultiplexCluster.Providers.Codecs;
using Xunit;

namespace MultiplexCluster.Host.Tests.DataPlane;

/// <summary>What is no good HTTP: told in the dialect where this service has begun to read, by Kestrel's bare status before that.</summary>
public sealed class UnreadableRequestTests
{
    private const string Lines = " HTTP/1.1\r\nHost: m\r\nContent-Type: application/json\r\n";

    public static TheoryData<ProviderKind, string, string> BrokenBodies()
    {
        var data = new TheoryData<ProviderKind, string, string>();
        foreach (var (provider, path) in new[]
        {
            (ProviderKind.OpenAi, "/openai/v1/chat/completions"), (ProviderKind.Anthropic, "/anthropic/v1/messages"),
            (ProviderKind.Gemini, "/gemini/v1beta/models/gemini-x:generateContent"), (ProviderKind.Groq, "/groq/openai/v1/chat/completions"),
        })
        {
            foreach (var body in new[] { "zz\r\n", "-1\r\n", "2\r\n{}zz\r\n", "2\r\n{}\r\nFFFFFFFF0\r\n" })
            {
                data.Add(provider, path, body);
            }
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(BrokenBodies))]
    public async Task A_body_in_broken_chunks_is_told_in_the_callers_dialect(ProviderKind provider, string path, string body)
    {
        await using var host = await RelayHost.StartAsync(new ScriptedRouter("http://127.0.0.1:1"), codec: ProviderCodecs.For(provider));

        var answer = await RawCaller.SendAsync(host.Url, $"POST {path}{Lines}Transfer-Encoding: chunked\r\n\r\n{body}");

        Assert.StartsWith("HTTP/1.1 400 ", answer, StringComparison.Ordinal);
        Assert.Contains("X-Multiplex-Request-Id: req_", answer, StringComparison.Ordinal);
        using var json = JsonDocument.Parse(answer[answer.IndexOf('{', StringComparison.Ordinal)..(answer.LastIndexOf('}') + 1)]);
        var error = json.RootElement.GetProperty("error");
        var code = provider is ProviderKind.Gemini ? error.GetProperty("details")[0].GetProperty("reason") : error.GetProperty("code");
        Assert.Equal("invalid_request", code.GetString());
        Assert.Contains("could not be read to its end", error.GetProperty("message").GetString(), StringComparison.Ordinal);
    }

    // None of this service's code has run by then: documented in docs/http-api.md.
    [Theory]
    [InlineData("nonsense\r\n\r\n", 400)]
    [InlineData("GET  /chat HTTP/1.1\r\nHost: m\r\n\r\n", 400)]
    [InlineData("POST /v1/chat HTTP/1.1\r\n\r\n", 400)]
    [InlineData("POST /v1/chat HTTP/1.1\r\nHost: m\r\nBad Header: 1\r\n\r\n", 400)]
    [InlineData("POST /v1/chat HTTP/1.1\r\nHost: m\r\nContent-Length: -1\r\n\r\n", 400)]
    [InlineData("POST /v1/chat HTTP/1.1\r\nHost: m\r\nTransfer-Encoding: gzip\r\n\r\n", 400)]
    [InlineData("POST /v1/chat HTTP/1.0\r\nHost: m\r\n\r\n", 400)]
    [InlineData("POST /v1/chat HTTP/9.1\r\nHost: m\r\n\r\n", 505)]
    public async Task What_is_refused_before_this_service_is_asked_has_a_bare_status(string request, int status) => await RefusedAsync(request, status);

    [Fact]
    public async Task Too_long_a_line_and_too_many_or_too_long_headers_have_a_bare_status()
    {
        await RefusedAsync($"POST /{new string('a', 17_000)} HTTP/1.1\r\nHost: m\r\n\r\n", 414);
        await RefusedAsync($"POST /v1/chat HTTP/1.1\r\nHost: m\r\nX-Long: {new string('a', 33_000)}\r\n\r\n", 431);
        await RefusedAsync($"POST /v1/chat HTTP/1.1\r\nHost: m\r\n{string.Concat(Enumerable.Range(0, 101).Select(i => $"X-{i}: 1\r\n"))}\r\n", 431);
    }

    private static async Task RefusedAsync(string request, int status)
    {
        await using var host = await RelayHost.StartAsync(new ScriptedRouter("http://127.0.0.1:1"));

        var answer = await RawCaller.SendAsync(host.Url, request);

        Assert.StartsWith($"HTTP/1.1 {status} ", answer, StringComparison.Ordinal);
        Assert.EndsWith("\r\n\r\n", answer, StringComparison.Ordinal);
    }
}
