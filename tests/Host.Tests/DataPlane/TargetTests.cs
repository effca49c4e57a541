using Xunit;

namespace MultiplexCluster.Host.Tests.DataPlane;

public sealed class TargetTests
{
    [Theory]
    [InlineData("/openai/v1/../admin")]
    [InlineData("/openai/v1/files/..")]
    [InlineData("/openai/v1/files/../../admin")]
    [InlineData("/openai/v1/files/%2e%2e/x")]
    [InlineData("/openai/v1/files/%2E%2e")]
    [InlineData("/openai/v1/files/.%2e/x")]
    [InlineData("/openai/v1/files/..;a=b/x")]
    [InlineData("/openai/v1/files/..%2fx")]
    [InlineData("/openai/v1/files/a%5cb")]
    [InlineData("/openai/v1/files/a\\b")]
    [InlineData("/openai/v1/files/%0d%0ax")]
    [InlineData("/openai/v1/files/%252e%252e/x")]
    [InlineData("/openai/v1/files/%zz")]
    [InlineData("/openai/v1/files/%4")]
    [InlineData("/openai/v1//files")]
    [InlineData("/openai/v1/files//x")]
    [InlineData("/openai/v1/files/./x")]
    [InlineData("/openai/v1")]
    [InlineData("/openai/v1/")]
    [InlineData("/openai/v1/nothing")]
    public async Task A_path_that_is_none_of_the_providers_goes_nowhere(string target)
    {
        await using var provider = RawProvider.Answering(RelayTests.JsonAnswer);
        await using var host = await RelayHost.StartAsync(new ScriptedRouter(provider.Url));

        var answer = await RawCaller.SendAsync(host.Url, RawCaller.Post(target));

        Assert.StartsWith("HTTP/1.1 404 ", answer, StringComparison.Ordinal);
        Assert.Contains("unknown_route", answer, StringComparison.Ordinal);
        Assert.Empty(provider.Calls);
    }

    [Theory]
    [InlineData("/openai")]
    [InlineData("/openai?a=b")]
    [InlineData("/openai/")]
    [InlineData("/openai/chat/completions")]
    [InlineData("/openai/v2/files")]
    [InlineData("/openai/v1x/files")]
    [InlineData("/OpenAI/v1/files")]
    [InlineData("/openai/V1/files")]
    public async Task A_path_beside_the_prefix_is_told_how_the_base_url_ends(string target)
    {
        await using var provider = RawProvider.Answering(RelayTests.JsonAnswer);
        await using var host = await RelayHost.StartAsync(new ScriptedRouter(provider.Url));

        var answer = await RawCaller.SendAsync(host.Url, RawCaller.Post(target));

        Assert.StartsWith("HTTP/1.1 404 ", answer, StringComparison.Ordinal);
        Assert.Contains("unknown_route", answer, StringComparison.Ordinal);
        Assert.Contains("base URL ends in /openai/v1", answer, StringComparison.Ordinal);
        Assert.Empty(provider.Calls);
    }

    [Theory]
    [InlineData("http://evil.example/openai/v1/files")]
    [InlineData("//evil.example/openai/v1/files")]
    [InlineData("/%6fpenai/v1/files")]
    [InlineData("/x/../openai/v1/files")]
    [InlineData("/openaix/v1/files")]
    [InlineData("/openai/v1/files/%00")]
    public async Task A_target_that_only_resembles_a_surface_is_not_one(string target)
    {
        await using var provider = RawProvider.Answering(RelayTests.JsonAnswer);
        await using var host = await RelayHost.StartAsync(new ScriptedRouter(provider.Url));

        var answer = await RawCaller.SendAsync(host.Url, RawCaller.Post(target));

        Assert.Matches("^HTTP/1.1 4[0-9][0-9] ", answer);
        Assert.Empty(provider.Calls);
    }

    [Theory]
    [InlineData("/files/a%20b:c", "/files/a%20b:c")]
    [InlineData("/files?key=secret&a=1&access_token=t", "/files?a=1")]
    [InlineData("/files?a=%20&%6bey=secret", "/files?a=%20")]
    [InlineData("/files?KEY=secret", "/files")]
    [InlineData("/files?a=1&b&c=", "/files?a=1&b&c=")]
    public async Task Paths_and_queries_arrive_as_sent_but_for_credentials(string sent, string arrives)
    {
        await using var provider = RawProvider.Answering(RelayTests.JsonAnswer);
        await using var host = await RelayHost.StartAsync(new ScriptedRouter(provider.Url + "/base/v1/"));

        await RawCaller.SendAsync(host.Url, $"GET /openai/v1{sent} HTTP/1.1\r\nHost: m\r\nConnection: close\r\n\r\n");

        Assert.Equal($"GET /base/v1{arrives} HTTP/1.1", Assert.Single(provider.Calls).RequestLine);
    }

    [Theory]
    [InlineData("", "well-formed")]
    [InlineData("{", "well-formed")]
    [InlineData("[]", "well-formed")]
    [InlineData("{\"model\":\"m\"} x", "well-formed")]
    [InlineData("{}", "model")]
    [InlineData("{\"model\":7}", "model")]
    [InlineData("{\"model\":\"\"}", "model")]
    [InlineData("{\"model\":\"a\\u000ab\"}", "model")]
    public async Task A_bad_body_is_refused(string body, string says)
    {
        await using var provider = RawProvider.Answering(RelayTests.JsonAnswer);
        await using var host = await RelayHost.StartAsync(new ScriptedRouter(provider.Url));

        var answer = await RawCaller.SendAsync(host.Url, RawCaller.Post(RelayTests.Chat, body: body));

        Assert.StartsWith("HTTP/1.1 400 ", answer, StringComparison.Ordinal);
        Assert.Contains(says, answer, StringComparison.Ordinal);
        Assert.Contains("x-should-retry: false", answer, StringComparison.Ordinal);
        Assert.Empty(provider.Calls);
    }

    [Fact]
    public async Task A_multipart_body_is_no_way_around_the_model_and_the_limit()
    {
        await using var provider = RawProvider.Answering(RelayTests.JsonAnswer);
        await using var host = await RelayHost.StartAsync(new ScriptedRouter(provider.Url), o => o.MaxBodyBytes = 2048);
        using var small = new MultipartFormDataContent { { new StringContent("m"), "model" } };
        using var large = new MultipartFormDataContent { { new StringContent(new string('x', 4096)), "model" } };

        using var refused = await host.Client.PostAsync(RelayTests.Chat, small);
        using var tooLarge = await host.Client.PostAsync(RelayTests.Chat, large);

        Assert.Equal((400, 413), ((int)refused.StatusCode, (int)tooLarge.StatusCode));
        Assert.Empty(provider.Calls);
    }

    [Theory]
    [InlineData("application/jsonl", 200)]
    [InlineData("application/json ; charset=utf-8", 400)]
    public async Task Lines_of_json_are_not_one_object(string contentType, int status)
    {
        await using var provider = RawProvider.Answering(RelayTests.JsonAnswer);
        await using var host = await RelayHost.StartAsync(new ScriptedRouter(provider.Url));
        using var lines = new StringContent("{}\n{}\n");
        lines.Headers.Remove("Content-Type");
        lines.Headers.TryAddWithoutValidation("Content-Type", contentType);

        using var answer = await host.Client.PostAsync("/openai/v1/files", lines);

        Assert.Equal(status, (int)answer.StatusCode);
    }

    [Theory]
    [InlineData("Content-Length: 5000\r\n\r\n")]
    [InlineData("Transfer-Encoding: chunked\r\n\r\n1000\r\n")]
    public async Task A_body_over_the_limit_is_413(string framing)
    {
        await using var host = await RelayHost.StartAsync(new ScriptedRouter("http://127.0.0.1:1"), o => o.MaxBodyBytes = 2048);

        var answer = await RawCaller.AskAsync(
            host.Url, $"POST {RelayTests.Chat} HTTP/1.1\r\nHost: m\r\nContent-Type: application/json\r\n{framing}{new string(' ', 4096)}");

        Assert.StartsWith("HTTP/1.1 413 ", answer, StringComparison.Ordinal);
        Assert.Contains("request_too_large", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_broken_chunk_is_400()
    {
        await using var host = await RelayHost.StartAsync(new ScriptedRouter("http://127.0.0.1:1"));

        var answer = await RawCaller.SendAsync(
            host.Url, $"POST {RelayTests.Chat} HTTP/1.1\r\nHost: m\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n");

        Assert.StartsWith("HTTP/1.1 400 ", answer, StringComparison.Ordinal);
        Assert.Contains("invalid_request", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Administration_routes_are_closed_unless_opened()
    {
        await using var provider = RawProvider.Answering(RelayTests.JsonAnswer);
        var router = new ScriptedRouter(provider.Url);
        await using var closed = await RelayHost.StartAsync(router);
        await using var open = await RelayHost.StartAsync(router, o => o.AllowAdministrationRoutes = true);

        Assert.Equal(403, (int)(await closed.Client.GetAsync("/openai/v1/organization/users")).StatusCode);
        Assert.Equal(200, (int)(await open.Client.GetAsync("/openai/v1/organization/users")).StatusCode);
    }

    [Fact]
    public async Task Without_a_valid_client_key_nothing_else_is_said()
    {
        await using var host = await RelayHost.StartAsync(new ScriptedRouter("http://127.0.0.1:1"), allowed: false);

        using var answer = await host.Client.GetAsync("/openai/v1/nothing");

        Assert.Equal(401, (int)answer.StatusCode);
        Assert.Contains("invalid_client_key", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }
}
