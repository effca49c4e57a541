using Xunit;

namespace MultiplexCluster.Host.Tests.Admin;

/// <summary>Fault X3 on the admin API.</summary>
public sealed class AuthenticationTests(SharedAdminServer shared) : IClassFixture<SharedAdminServer>
{
    private static readonly string[] Paths =
        ["/admin", "/admin/", "/admin/endpoints", "/ADMIN/endpoints", "/admin/endpoints/one/rotate-key", "/admin/stats", "/admin/client-keys", "/admin/nothing/here"];

    public static TheoryData<string?> Wrong => new(
        null, "", "Bearer", "Bearer ", "Bearer x", "Bearer test-admin-toke", "Bearer test-admin-token2", "Bearer TEST-ADMIN-TOKEN", "bearer: test-admin-token",
        "Basic dGVzdC1hZG1pbi10b2tlbg==", "test-admin-token", "Token test-admin-token", "Bearer test-admin-token, Bearer test-admin-token", "Bearer \"test-admin-token\"",
        $"Bearer {new string('x', 20_000)}");

    [Theory]
    [MemberData(nameof(Wrong))]
    public async Task Without_the_token_every_path_and_method_is_401(string? authorization)
    {
        foreach (var path in Paths)
        {
            foreach (var method in new[] { "GET", "POST", "DELETE", "PUT" })
            {
                using var request = new HttpRequestMessage(new HttpMethod(method), path);
                if (authorization is not null)
                {
                    request.Headers.TryAddWithoutValidation("Authorization", authorization);
                }

                var answer = await AdminServer.SendAsync(request, shared.Server.Stranger);
                answer.MustBeProblem(401, "unauthorized");
                Assert.Equal("Bearer", answer.Headers.WwwAuthenticate.ToString());
            }
        }
    }

    [Fact]
    public async Task The_token_is_not_taken_from_the_query_or_from_two_headers()
    {
        using var query = new HttpRequestMessage(HttpMethod.Get, $"/admin/endpoints?token={AdminServer.Token}&access_token={AdminServer.Token}&key={AdminServer.Token}");
        using var header = new HttpRequestMessage(HttpMethod.Get, "/admin/endpoints");
        header.Headers.TryAddWithoutValidation("x-api-key", AdminServer.Token);

        Assert.Equal(401, (await AdminServer.SendAsync(query, shared.Server.Stranger)).Status);
        Assert.Equal(401, (await AdminServer.SendAsync(header, shared.Server.Stranger)).Status);
    }

    [Fact]
    public async Task Unknown_paths_are_404_and_unknown_methods_405_with_allow()
    {
        var server = shared.Server;

        (await server.SendAsync("GET", "/admin")).MustBeProblem(404, "not_found");
        (await server.SendAsync("GET", "/admin/nothing/here")).MustBeProblem(404, "not_found");
        (await server.SendAsync("PUT", "/admin/endpoints/one", "{}")).MustBeProblem(405, "method_not_allowed");
        (await server.SendAsync("DELETE", "/admin/endpoints")).MustBeProblem(405, "method_not_allowed");
        using var request = new HttpRequestMessage(HttpMethod.Put, "/admin/endpoints/one");
        using var response = await server.Client.SendAsync(request);
        Assert.Equal(["DELETE", "GET", "PATCH"], response.Content.Headers.Allow.Order());
    }

    [Fact]
    public async Task Answers_are_never_stored_by_a_cache()
    {
        Assert.True((await shared.Server.SendAsync("GET", "/admin/endpoints")).Headers.CacheControl!.NoStore);
    }
}
