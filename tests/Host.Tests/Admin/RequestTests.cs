using System.Text.Json;
using Xunit;

namespace MultiplexCluster.Host.Tests.Admin;

/// <summary>The calls on requests under way.</summary>
public sealed class RequestTests(SharedAdminServer shared) : IClassFixture<SharedAdminServer>
{
    [Fact]
    public async Task Requests_under_way_are_flat_objects_in_snake_case()
    {
        var answer = await shared.Server.SendAsync("GET", "/admin/requests/active");

        Assert.Equal(200, answer.Status);
        Assert.Equal(
            """
            {"requests":[{"request_id":"waits","provider":"openai","model":"gpt","alias":"fast","pool":"p","priority":"high","state":"waiting","endpoint":"a","attempts":0,"waited_ms":1500,"started_at":null,"position":3,"estimated_start":"2026-01-31T12:00:02.000Z","waits_for":[{"endpoint":"a","reason":"at capacity","until":null,"estimated_start":"2026-01-31T12:00:02.000Z"}],"more_endpoints":7},{"request_id":"runs","provider":"groq","model":null,"alias":null,"pool":null,"priority":"low","state":"running","endpoint":"a","attempts":1,"waited_ms":0,"started_at":"2026-01-31T12:00:00.000Z","position":null,"estimated_start":null,"waits_for":[],"more_endpoints":0}],"more":5,"missing_nodes":["10.0.0.2:4053"]}
            """,
            answer.Text);
    }

    [Theory]
    [InlineData("waits", 204, null)]
    [InlineData("nobody", 404, "request_not_found")]
    [InlineData("%20", 404, "request_not_found")]
    [InlineData("twice", 409, "several_requests")]
    [InlineData("perhaps", 503, "cluster_unavailable")]
    public async Task A_request_is_cancelled_by_its_id(string id, int status, string? code)
    {
        var answer = await shared.Server.SendAsync("DELETE", $"/admin/requests/{id}");

        Assert.Equal(status, answer.Status);
        Assert.Equal(code, code is null ? null : answer.Json.GetProperty("code").GetString());
    }

    [Fact]
    public async Task Both_are_described()
    {
        var paths = (await shared.Server.SendAsync("GET", "/openapi/v1.json")).Json.GetProperty("paths");

        Assert.Equal("listActiveRequests", paths.GetProperty("/admin/requests/active").GetProperty("get").GetProperty("operationId").GetString());
        Assert.Equal("cancelRequest", paths.GetProperty("/admin/requests/{request_id}").GetProperty("delete").GetProperty("operationId").GetString());
    }
}
