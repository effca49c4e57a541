using MultiplexCluster.Contracts.Endpoints;
using Xunit;

namespace MultiplexCluster.Host.Tests.Admin;

public sealed class StatsTests
{
    private static readonly string[] Counters =
    [
        "total_requests", "successful_requests", "failed_requests", "cancelled_requests", "rejected_requests", "retried_attempts", "rate_limited_attempts",
        "total_tokens", "input_tokens", "cached_input_tokens", "output_tokens", "current_requests", "queue_length", "since", "last_request_at",
    ];

    [Fact]
    public async Task An_endpoints_counters_have_the_documented_names_alone_and_in_the_endpoint()
    {
        await using var server = await AdminServer.StartAsync();
        await server.CreateAsync("one");

        var stats = await server.SendAsync("GET", "/admin/endpoints/one/stats");
        var endpoint = await server.SendAsync("GET", "/admin/endpoints/one");

        Assert.Equal([.. Counters.Append("endpoint_id").Order()], stats.Json.EnumerateObject().Select(field => field.Name).Order());
        Assert.All(Counters, counter => Assert.True(endpoint.Json.TryGetProperty(counter, out _), counter));
    }

    [Fact]
    public async Task Totals_add_up_all_or_one_providers_and_never_overflow()
    {
        await using var server = await AdminServer.StartAsync();
        await server.CreateAsync("one");
        await server.CreateAsync("two");
        await server.CreateAsync("three", provider: "gemini");
        foreach (var id in new[] { "one", "two", "three" })
        {
            server.Cluster.Set(id, one => one with
            {
                CurrentRequests = 2,
                Stats = new EndpointStats { SuccessfulRequests = 3, FailedRequests = 1, TotalTokens = long.MaxValue, Since = FakeEndpointAdministration.Start },
            });
        }

        var all = await server.SendAsync("GET", "/admin/stats");
        var openai = await server.SendAsync("GET", "/admin/stats?provider=openai");

        Assert.Equal((3, 12, 6), (all["endpoints_count"].GetInt32(), all["total_requests"].GetInt64(), all["current_requests"].GetInt32()));
        Assert.Equal(long.MaxValue, all["total_tokens"].GetInt64());
        Assert.Equal((2, 8), (openai["endpoints_count"].GetInt32(), openai["total_requests"].GetInt64()));
        Assert.Equal(0, (await server.SendAsync("GET", "/admin/stats?provider=groq"))["endpoints_count"].GetInt32());
    }

    [Fact]
    public async Task A_reset_zeroes_one_endpoint_or_one_providers()
    {
        await using var server = await AdminServer.StartAsync();
        await server.CreateAsync("one");
        await server.CreateAsync("two", provider: "gemini");
        foreach (var id in new[] { "one", "two" })
        {
            server.Cluster.Set(id, one => one with { Stats = new EndpointStats { SuccessfulRequests = 3 } });
        }

        Assert.Equal(0, (await server.SendAsync("POST", "/admin/stats/reset?provider=google"))["status"].GetInt32() - 400);
        Assert.Equal(0, (await server.SendAsync("POST", "/admin/stats/reset?provider=gemini"))["total_requests"].GetInt64());
        Assert.Equal(3, (await server.SendAsync("GET", "/admin/stats"))["total_requests"].GetInt64());
        Assert.Equal(0, (await server.SendAsync("POST", "/admin/endpoints/one/stats/reset"))["total_requests"].GetInt64());
    }

    [Theory]
    [InlineData("?provider=")]
    [InlineData("?provider=cohere")]
    [InlineData("?provider=openai&provider=groq")]
    [InlineData("?providr=openai")]
    public async Task A_filter_that_is_none_is_400_and_resets_nothing(string query)
    {
        await using var server = await AdminServer.StartAsync();
        await server.CreateAsync("one");

        (await server.SendAsync("POST", $"/admin/stats/reset{query}")).MustBeProblem(400, "invalid_request");
        Assert.Empty(server.Cluster.Commands);
    }
}
