using MultiplexCluster.Host.Configuration;
using MultiplexCluster.Host.Hosts;
using MultiplexCluster.Host.Tests.Admin;
using MultiplexCluster.Host.Tests.DataPlane;
using Xunit;

namespace MultiplexCluster.Host.Tests.Hosts;

/// <summary>DNS rebinding: a page's name leads to 127.0.0.1, and its calls arrive under that name.</summary>
public sealed class HostRuleTests
{
    private static readonly HostRule Local = HostRule.For(new Listeners(["http://127.0.0.1:8080"]), ["gateway.example"]);

    [Theory]
    [InlineData("127.0.0.1:8080")]
    [InlineData("127.0.0.1")]
    [InlineData("127.0.0.2:1")]
    [InlineData("[::1]:8080")]
    [InlineData("LocalHost:8080")]
    [InlineData("localhost.")]
    [InlineData("app.localhost:80")]
    [InlineData("host.docker.internal:8080")]
    [InlineData("gateway.EXAMPLE")]
    public void A_local_listener_answers_to_local_names_and_added_ones(string host) => Assert.True(Local.AcceptsName(host));

    [Theory]
    [InlineData("evil.example")]
    [InlineData("evil.example:8080")]
    [InlineData("127.0.0.1.evil.example")]
    [InlineData("localhost.evil.example")]
    [InlineData("evillocalhost")]
    [InlineData("10.0.0.1:8080")]
    [InlineData("0.0.0.0:8080")]
    [InlineData("[::2]:80")]
    [InlineData("x")]
    public void A_local_listener_answers_to_no_other(string host) => Assert.False(Local.AcceptsName(host));

    [Theory]
    [InlineData("http://0.0.0.0:8080", "")]
    [InlineData("http://*:8080", "")]
    [InlineData("http://127.0.0.1:8080;http://10.0.0.1:80", "")]
    [InlineData("http://127.0.0.1:8080", "*")]
    public void An_open_listener_answers_to_all(string urls, string more) =>
        Assert.Same(HostRule.Any, HostRule.For(new Listeners(urls.Split(';')), [more]));

    [Fact]
    public async Task The_data_plane_refuses_a_foreign_host_and_nothing_goes_upstream()
    {
        await using var provider = RawProvider.Answering(RelayTests.JsonAnswer);
        await using var host = await RelayHost.StartAsync(new ScriptedRouter(provider.Url), hosts: Local);

        var answer = await RawCaller.SendAsync(host.Url, RawCaller.Post(RelayTests.Chat));
        using var local = await host.Client.PostAsync(RelayTests.Chat, RelayTests.Json(RelayTests.ChatBody));

        Assert.StartsWith("HTTP/1.1 400 ", answer, StringComparison.Ordinal);
        Assert.Contains("\"invalid_request\"", answer, StringComparison.Ordinal);
        Assert.Equal(200, (int)local.StatusCode);
        Assert.Single(provider.Calls);
    }

    [Theory]
    [InlineData("evil.example", "/admin/endpoints", 400)]
    [InlineData("evil.example", "/openapi/v1.json", 400)]
    [InlineData("evil.example", "/health/live", 200)]
    [InlineData("localhost", "/admin/endpoints", 200)]
    public async Task The_admin_api_refuses_a_foreign_host_even_with_the_token(string name, string path, int status)
    {
        await using var server = await AdminServer.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Host = name;

        Assert.Equal(status, (await server.SendAsync(request)).Status);
    }
}
