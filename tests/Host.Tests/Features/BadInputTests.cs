using System.Text;
using System.Text.Json;
using MultiplexCluster.FakeProviders;
using MultiplexCluster.Host.Tests.DataPlane;
using MultiplexCluster.Host.Tests.Service;
using Xunit;
using Xunit.Abstractions;

namespace MultiplexCluster.Host.Tests.Features;

/// <summary>A service with a body limit that a test can reach.</summary>
public sealed class ServiceWithSmallBodies : RunningService
{
    public const int Limit = 4096;

    protected override IReadOnlyDictionary<string, string> Settings { get; } =
        new Dictionary<string, string> { ["Multiplex__Limits__MaxBodyBytes"] = "4096" };
}

public sealed class BadInputTests(ServiceWithSmallBodies service, ITestOutputHelper output)
    : FeatureTest<ServiceWithSmallBodies>(service, output), IClassFixture<ServiceWithSmallBodies>
{
    [Theory, EveryProvider]
    public async Task Unknown_and_malformed_instructions_are_refused(ProviderDialect dialect)
    {
        var (pool, endpoint) = await OneAsync(dialect);
        (string, string)[] wrong =
        [
            ("X-Multiplex-Nonsense", "1"), ("X-Multiplex-Priority", "urgent"), ("X-Multiplex-Timeout", "0"), ("X-Multiplex-Timeout", "1e3"),
            ("X-Multiplex-Timeout", "3601"), ("X-Multiplex-Pool", "a b"), ("X-Multiplex-Endpoint", "../x"), ("X-Multiplex-Endpoint", ""),
        ];

        foreach (var header in wrong)
        {
            AssertRefused(pool, await pool.CallAsync(header), 400, "invalid_request");
        }

        Assert.Equal(0, endpoint.AtProvider.Count);
    }

    [Theory, EveryProvider]
    public async Task Malformed_JSON_is_refused(ProviderDialect dialect)
    {
        var (pool, endpoint) = await OneAsync(dialect);

        foreach (var body in new[] { "{", "[]", "\"x\"", "{}{}", "{\"model\":\"a\",}", "{\"model\":\"\u0001\"}", "nul" })
        {
            AssertRefused(pool, await pool.SendAsync(pool.Post(pool.Wire.Path(pool.Wire.Model), body)), 400, "invalid_request");
        }

        Assert.Equal(0, endpoint.AtProvider.Count);
    }

    [Theory]
    [InlineData(ProviderDialect.OpenAi)]
    [InlineData(ProviderDialect.Anthropic)]
    [InlineData(ProviderDialect.Groq)]
    public async Task A_model_that_is_no_plain_name_is_refused(ProviderDialect dialect)
    {
        var (pool, endpoint) = await OneAsync(dialect);

        foreach (var model in new[] { "\"a\\r\\nb\"", "\"\\u0000\"", "\"\"", "1", "null", "[\"a\"]", $"\"{new string('x', 257)}\"" })
        {
            var reply = await pool.SendAsync(pool.Post(pool.Wire.Path("any"), $$"""{"model":{{model}},"messages":[]}"""));
            AssertRefused(pool, reply, 400, "invalid_request");
        }

        AssertRefused(pool, await pool.SendAsync(pool.Post(pool.Wire.Path("any"), "{}")), 400, "invalid_request");
        Assert.Equal(0, endpoint.AtProvider.Count);
    }

    [Theory, EveryProvider]
    public async Task A_body_at_the_limit_is_served_and_one_over_it_refused(ProviderDialect dialect)
    {
        var (pool, endpoint) = await OneAsync(dialect);
        var body = pool.Wire.Body(pool.Wire.Model);

        var fits = await pool.SendAsync(pool.Post(pool.Wire.Path(pool.Wire.Model), body.PadRight(ServiceWithSmallBodies.Limit)));
        var over = await pool.SendAsync(pool.Post(pool.Wire.Path(pool.Wire.Model), body.PadRight(ServiceWithSmallBodies.Limit + 1)));
        var request = pool.Post(pool.Wire.Path(pool.Wire.Model), body.PadRight(ServiceWithSmallBodies.Limit + 1));
        request.Headers.TransferEncodingChunked = true;
        var chunked = await pool.SendAsync(request);

        Assert.Equal(200, fits.Status);
        AssertRefused(pool, over, 413, "request_too_large");
        AssertRefused(pool, chunked, 413, "request_too_large");
        Assert.Equal(1, endpoint.AtProvider.Count);
    }

    [Theory, EveryProvider]
    public async Task Paths_that_are_none_of_the_providers_are_unknown(ProviderDialect dialect)
    {
        var (pool, endpoint) = await OneAsync(dialect);

        foreach (var path in new[] { "/nowhere", "/../admin/endpoints", "/v1/../v1/messages", "/chat%2Fcompletions", "//chat/completions", "/chat/completions/" })
        {
            var answer = await RawAsync("POST", pool.Wire.Surface + path, "", "{}");
            AssertRefused(pool, answer, 404, "unknown_route");
        }

        AssertRefused(pool, await RawAsync("PUT", pool.Wire.Surface + pool.Wire.Path(pool.Wire.Model), "", "{}"), 404, "unknown_route");
        Assert.Equal(0, endpoint.AtProvider.Count);
    }

    [Theory, EveryProvider]
    public async Task Control_characters_in_headers_are_refused(ProviderDialect dialect)
    {
        var (pool, endpoint) = await OneAsync(dialect);
        var target = pool.Wire.Surface + pool.Wire.Path(pool.Wire.Model);

        foreach (var header in new[] { "X-A: a\rb\r\n", "X-A: a\nX-B\r\n", "X-A: a\0b\r\n", "X-Request-Id: a\u0007\r\n", "X-A: a\u00ff\r\n", "X A: b\r\n" })
        {
            var answer = await RawAsync("POST", target, $"X-Multiplex-Pool: {pool.Label}\r\n{header}", pool.Wire.Body(pool.Wire.Model));
            Assert.Equal(400, answer.Status);
        }

        Assert.Equal(0, endpoint.AtProvider.Count);
    }

    [Theory, EveryProvider]
    public async Task Control_characters_in_a_query_are_refused(ProviderDialect dialect)
    {
        var (pool, endpoint) = await OneAsync(dialect);

        foreach (var query in new[] { "?a=\0", "?a=\u0001", "?a=\u00e4", "?a=\rb", "?a=b c" })
        {
            var answer = await RawAsync(
                "POST", pool.Wire.Surface + pool.Wire.Path(pool.Wire.Model) + query, $"X-Multiplex-Pool: {pool.Label}\r\n", pool.Wire.Body(pool.Wire.Model));
            Assert.Equal(400, answer.Status);
        }

        Assert.Equal(0, endpoint.AtProvider.Count);
    }

    private async Task<(TestPool Pool, TestEndpoint Endpoint)> OneAsync(ProviderDialect dialect)
    {
        var pool = NewPool(dialect);
        return (pool, await pool.AddAsync());
    }

    /// <summary>Sends what no HTTP client would.</summary>
    private async Task<Reply> RawAsync(string method, string target, string headers, string body)
    {
        var text = await RawCaller.SendAsync(
            Service.Address,
            $"{method} {target} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Type: application/json\r\nContent-Length: {body.Length}\r\n{headers}\r\n{body}");
        var end = text.IndexOf("\r\n\r\n", StringComparison.Ordinal);
        return new Reply
        {
            Status = int.Parse(text.AsSpan(9, 3), System.Globalization.CultureInfo.InvariantCulture),
            Headers = [.. text[..end].Split("\r\n").Skip(1).Select(l => l.Split(": ", 2)).Select(p => KeyValuePair.Create(p[0], p[1]))],
            Bytes = Encoding.Latin1.GetBytes(text[(end + 4)..]),
            EndedWell = true,
        };
    }

    /// <summary>Its own error, in the dialect's whole shape.</summary>
    private static void AssertRefused(TestPool pool, Reply reply, int status, string code)
    {
        Assert.Equal((status, code, "false"), (reply.Status, reply.Code(pool.Wire), reply["x-should-retry"]));
        Assert.NotEmpty(reply.RequestId);
        var error = reply.Json.GetProperty("error");
        Assert.NotEmpty(error.GetProperty("message").GetString()!);
        switch (pool.Wire.Dialect)
        {
            case ProviderDialect.Anthropic:
                Assert.Equal(("error", reply.RequestId), (reply.Json.GetProperty("type").GetString(), reply.Json.GetProperty("request_id").GetString()));
                Assert.NotEmpty(error.GetProperty("type").GetString()!);
                break;
            case ProviderDialect.Gemini:
                Assert.Equal(status, error.GetProperty("code").GetInt32());
                Assert.NotEmpty(error.GetProperty("status").GetString()!);
                Assert.Equal("multiplexcluster", error.GetProperty("details")[0].GetProperty("domain").GetString());
                break;
            default:
                Assert.Equal(JsonValueKind.Null, error.GetProperty("param").ValueKind);
                Assert.NotEmpty(error.GetProperty("type").GetString()!);
                break;
        }
    }
}
