using Xunit;

namespace MultiplexCluster.Host.Tests.Admin;

public sealed class RangeTests(SharedAdminServer shared) : IClassFixture<SharedAdminServer>
{
    public static TheoryData<string, string[]> Accepted => new()
    {
        { "max_concurrent_requests", ["1", "10000", "5.0", "1e1"] },
        { "queue_size", ["0", "100000"] },
        { "queue_enabled", ["true", "false"] },
        { "initial_retry_delay", ["0.0001", "0.001", "60"] },
        { "backoff_factor", ["1", "1.5", "10"] },
        { "max_retries", ["0", "20"] },
        { "max_retry_delay", ["1", "3600"] },
        { "queue_timeout", ["0.001", "3600"] },
        { "first_byte_timeout", ["0.001", "3600"] },
        { "idle_timeout", ["0.001", "3600.000"] },
        { "breaker_failures", ["0", "1000"] },
        { "breaker_open", ["0.001", "3600"] },
        { "requests_per_minute", ["null", "1", "1000000000"] },
        { "tokens_per_minute", ["null", "1", "1000000000"] },
        { "quota_group", ["null", "\"a\"", "\"A-z_0.9\""] },
        { "tier", ["\"high\"", "\"medium\"", "\"low\""] },
        { "weight", ["1", "1000"] },
        { "pool", ["null", "\"a\"", "\"A-z_0.9\""] },
        { "models", ["null", "[]", "[\"*\"]", "[\"gpt-4*\",\"models/gemini-*\",\"ft:gpt-4o:org::id\"]"] },
        { "enabled", ["true", "false"] },
        { "organization", ["null", "\"org-1\""] },
        { "project", ["null", "\"proj_1\""] },
        { "base_url", ["null", "\"https://example.com\"", "\"http://example.com:8080/a/v1/\"", "\"https://8.8.8.8\"", "\"https://[2606:4700::1111]:8443/v1\"", "\"https://172.32.0.1\""] },
    };

    [Theory]
    [MemberData(nameof(Accepted))]
    public async Task Both_edges_of_every_range_are_accepted(string field, string[] values)
    {
        var (server, endpoint) = (shared.Server, await shared.NewEndpointAsync());

        foreach (var value in values)
        {
            Assert.Equal((value, 200), (value, (await server.SendAsync("PATCH", endpoint, $$"""{"{{field}}":{{value}}}""")).Status));
            var created = await server.SendAsync("POST", "/admin/endpoints", $$"""{"provider":"openai","api_key":"sk-123456789012","{{field}}":{{value}}}""");
            Assert.Equal((value, 201), (value, created.Status));
        }
    }

    [Theory]
    [InlineData("max_concurrent_requests", "0", "10001")]
    [InlineData("queue_size", "-1", "100001")]
    [InlineData("initial_retry_delay", "0", "60.001")]
    [InlineData("backoff_factor", "0.9999", "10.0001")]
    [InlineData("max_retries", "-1", "21")]
    [InlineData("max_retry_delay", "0.999", "3600.001")]
    [InlineData("queue_timeout", "0", "3600.001")]
    [InlineData("breaker_failures", "-1", "1001")]
    [InlineData("requests_per_minute", "0", "1000000001")]
    [InlineData("tokens_per_minute", "0", "1000000001")]
    [InlineData("weight", "0", "1001")]
    public async Task Just_beyond_each_edge_is_refused(string field, string below, string above)
    {
        var (server, endpoint) = (shared.Server, await shared.NewEndpointAsync());

        foreach (var value in new[] { below, above })
        {
            Assert.Equal(400, (await server.SendAsync("PATCH", endpoint, $$"""{"{{field}}":{{value}}}""")).Status);
        }
    }

    [Fact]
    public async Task Private_addresses_are_accepted_where_they_are_allowed_and_malformed_urls_never()
    {
        await using var server = await AdminServer.StartAsync(("Multiplex:Upstreams:AllowPrivateNetworks", "true"));
        await server.CreateAsync("one");

        Assert.Equal(200, (await server.SendAsync("PATCH", "/admin/endpoints/one", """{"base_url":"http://127.0.0.1:9000/v1"}""")).Status);
        Assert.Equal(400, (await server.SendAsync("PATCH", "/admin/endpoints/one", """{"base_url":"http://u:p@127.0.0.1"}""")).Status);
    }

    [Fact]
    public async Task Organization_and_project_are_for_openai_only()
    {
        var endpoint = await shared.NewEndpointAsync("groq");

        var answer = await shared.Server.SendAsync("PATCH", endpoint, """{"organization":"org-1","project":"p"}""");

        Assert.Equal(["organization", "project"], answer.ErrorFields);
    }

    [Fact]
    public async Task Durations_keep_milliseconds()
    {
        var answer = await shared.Server.CreateAsync("durations", ""","queue_timeout":1.2345,"idle_timeout":0.00001""");

        Assert.Equal(1.234, answer["queue_timeout"].GetDouble(), 3);
        Assert.Equal(0.001, answer["idle_timeout"].GetDouble());
    }
}
