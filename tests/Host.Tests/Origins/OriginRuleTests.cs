using Microsoft.AspNetCore.Http;
using MultiplexCluster.Host.Origins;
using MultiplexCluster.Host.Tests.Admin;
using MultiplexCluster.Host.Tests.DataPlane;
using Xunit;

namespace MultiplexCluster.Host.Tests.Origins;

/// <summary>Cross-site requests: a page the user looks at sends a call that needs no permission, and need not see the answer.</summary>
public sealed class OriginRuleTests
{
    private static readonly OriginRule Keyless = OriginRule.For(requiresClientKey: false, ["https://app.example", "app://notes"]);

    [Theory]
    [InlineData(null, null)]
    [InlineData(null, "none")]
    [InlineData(null, "same-origin")]
    [InlineData("http://127.0.0.1:8080", "same-origin")]
    [InlineData("https://127.0.0.1:8080", null)]
    [InlineData("https://app.example", "cross-site")]
    [InlineData("HTTPS://APP.example", null)]
    [InlineData("app://notes", null)]
    public void Programs_own_pages_and_added_origins_are_served(string? origin, string? site) => Assert.True(Keyless.Accepts(Request(origin, site)));

    [Theory]
    [InlineData("https://evil.example", null)]
    [InlineData("https://evil.example", "same-origin")]
    [InlineData("null", null)]
    [InlineData("", null)]
    [InlineData("http://127.0.0.1", null)]
    [InlineData("http://127.0.0.1:3000", "same-site")]
    [InlineData("http://127.0.0.1:8080.evil.example", null)]
    [InlineData("https://app.example.evil.example", null)]
    [InlineData("https://app.example:444", null)]
    [InlineData("https://app.example,https://app.example", null)]
    [InlineData("chrome-extension://abc", null)]
    [InlineData(null, "cross-site")]
    [InlineData(null, "same-site")]
    [InlineData(null, "anything")]
    public void Pages_of_other_origins_are_not(string? origin, string? site) => Assert.False(Keyless.Accepts(Request(origin, site)));

    [Theory]
    [InlineData("ai.example", "https://ai.example", true)]
    [InlineData("ai.example:443", "https://ai.example", true)]
    [InlineData("ai.example:80", "http://ai.example", true)]
    [InlineData("AI.example", "http://ai.example", true)]
    [InlineData("[::1]:8080", "http://[::1]:8080", true)]
    [InlineData("ai.example:8443", "https://ai.example", false)]
    [InlineData("", "https://", false)]
    public void A_page_of_the_host_that_is_called_is_an_own_one(string host, string origin, bool isOwn) =>
        Assert.Equal(isOwn, Keyless.Accepts(Request(origin, null, host)));

    [Fact]
    public void Two_origins_are_none() => Assert.False(Keyless.Accepts(Request(["http://127.0.0.1:8080", "https://app.example"], null)));

    [Fact]
    public void Where_a_client_key_is_required_or_all_are_added_nobody_is_refused()
    {
        Assert.Same(OriginRule.Any, OriginRule.For(requiresClientKey: true, []));
        Assert.Same(OriginRule.Any, OriginRule.For(requiresClientKey: false, ["*"]));
    }

    // Defect: a page of any site could use the keys of whoever looked at it.
    [Theory]
    [InlineData("Origin: https://evil.example\r\n", "text/plain")]
    [InlineData("Origin: null\r\n", "application/json")]
    [InlineData("Sec-Fetch-Site: cross-site\r\n", "text/plain")]
    public async Task The_data_plane_refuses_a_foreign_page_and_nothing_goes_upstream(string header, string type)
    {
        await using var provider = RawProvider.Answering(RelayTests.JsonAnswer);
        await using var host = await RelayHost.StartAsync(new ScriptedRouter(provider.Url), origins: Keyless);

        var call = RawCaller.Post(RelayTests.Chat, header).Replace("application/json", type, StringComparison.Ordinal);
        var answer = await RawCaller.SendAsync(host.Url, call);
        using var program = await host.Client.PostAsync(RelayTests.Chat, RelayTests.Json(RelayTests.ChatBody));

        Assert.StartsWith("HTTP/1.1 400 ", answer, StringComparison.Ordinal);
        Assert.Contains("\"invalid_request\"", answer, StringComparison.Ordinal);
        Assert.Contains("Multiplex__AllowedOrigins__0", answer, StringComparison.Ordinal);
        Assert.Equal(200, (int)program.StatusCode);
        Assert.Single(provider.Calls);
    }

    [Fact]
    public async Task The_data_plane_refuses_a_foreign_page_even_a_reading_call()
    {
        await using var host = await RelayHost.StartAsync(new ScriptedRouter("http://127.0.0.1:1"), origins: Keyless);

        var answer = await RawCaller.SendAsync(
            host.Url, $"GET {RelayTests.Chat} HTTP/1.1\r\nHost: m\r\nConnection: close\r\nSec-Fetch-Site: cross-site\r\n\r\n");

        Assert.StartsWith("HTTP/1.1 400 ", answer, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("POST", "/admin/stats/reset", 400)]
    [InlineData("DELETE", "/admin/endpoints/nobody", 400)]
    [InlineData("GET", "/admin/endpoints", 200)]
    [InlineData("GET", "/health/live", 200)]
    public async Task A_foreign_page_may_change_nothing_at_the_admin_api(string method, string path, int status)
    {
        await using var server = await AdminServer.StartAsync();
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        request.Headers.Add("Origin", "https://evil.example");

        Assert.Equal(status, (await server.SendAsync(request)).Status);
    }

    private static HttpRequest Request(string? origin, string? site, string host = "127.0.0.1:8080") =>
        Request(origin is null ? [] : [origin], site, host);

    private static HttpRequest Request(string[] origins, string? site, string host = "127.0.0.1:8080")
    {
        var request = new DefaultHttpContext().Request;
        request.Headers.Host = host;
        if (origins.Length > 0)
        {
            request.Headers.Origin = origins;
        }

        if (site is not null)
        {
            request.Headers["Sec-Fetch-Site"] = site;
        }

        return request;
    }
}
