using MultiplexCluster.Contracts.Protocol;
using Xunit;

namespace MultiplexCluster.Host.Tests.Admin;

public sealed class FailureTests
{
    private static readonly (string Method, string Path, string? Body)[] Changes =
    [
        ("POST", "/admin/endpoints", """{"provider":"openai","api_key":"sk-123456789012"}"""),
        ("PATCH", "/admin/endpoints/one", """{"weight":2}"""),
        ("DELETE", "/admin/endpoints/one", null),
        ("POST", "/admin/endpoints/one/rotate-key", """{"api_key":"sk-123456789012"}"""),
        ("POST", "/admin/endpoints/one/enable", null),
        ("POST", "/admin/endpoints/one/disable", null),
        ("POST", "/admin/endpoints/one/reset-backoff", null),
        ("POST", "/admin/endpoints/one/stats/reset", null),
        ("POST", "/admin/stats/reset", null),
    ];

    [Fact]
    public async Task While_the_store_is_down_every_change_is_503()
    {
        await using var server = await AdminServer.StartAsync();
        await server.CreateAsync("one");
        server.Cluster.Refuse = AdminRefusal.StoreUnavailable;

        foreach (var (method, path, body) in Changes)
        {
            (await server.SendAsync(method, path, body)).MustBeProblem(503, "store_unavailable");
        }

        Assert.Equal(200, (await server.SendAsync("GET", "/admin/endpoints/one")).Status);
    }

    [Fact]
    public async Task While_the_cluster_does_not_answer_every_call_is_503()
    {
        await using var server = await AdminServer.StartAsync();
        server.Cluster.Throw = new TimeoutException(AdminServer.Canary);

        foreach (var (method, path, body) in Changes.Append(("GET", "/admin/endpoints", null)).Append(("GET", "/admin/stats", null)))
        {
            (await server.SendAsync(method, path, body)).MustBeProblem(503, "cluster_unavailable");
        }
    }

    [Fact]
    public async Task A_defect_is_500_without_its_message()
    {
        await using var server = await AdminServer.StartAsync();
        server.Cluster.Throw = new InvalidOperationException(AdminServer.Canary);

        (await server.SendAsync("GET", "/admin/endpoints")).MustBeProblem(500, "internal_error");
    }

    [Theory]
    [InlineData(AdminRefusal.Conflict, 409, "conflict")]
    [InlineData(AdminRefusal.Draining, 409, "endpoint_draining")]
    [InlineData(AdminRefusal.Unreadable, 500, "endpoint_unreadable")]
    [InlineData(AdminRefusal.NotFound, 404, "endpoint_not_found")]
    public async Task Every_refusal_has_its_status_and_code(AdminRefusal refusal, int status, string code)
    {
        await using var server = await AdminServer.StartAsync();
        await server.CreateAsync("one");
        server.Cluster.Refuse = refusal;

        (await server.SendAsync("POST", "/admin/endpoints/one/rotate-key", """{"api_key":"sk-123456789012"}""")).MustBeProblem(status, code);
    }
}
