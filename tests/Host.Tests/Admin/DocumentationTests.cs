using System.Text.RegularExpressions;
using MultiplexCluster.Core.Settings;
using Xunit;

namespace MultiplexCluster.Host.Tests.Admin;

public sealed class DocumentationTests
{
    [Fact]
    public async Task The_document_describes_every_call_and_every_setting_and_is_open()
    {
        await using var server = await AdminServer.StartAsync(("OPENAI_API_KEY", AdminServer.Canary));
        server.Client.DefaultRequestHeaders.Authorization = null;

        var document = await server.SendAsync("GET", "/openapi/v1.json");

        Assert.Equal(200, document.Status);
        var paths = document["paths"];
        Assert.Equal(17, paths.EnumerateObject().Count());
        Assert.All(paths.EnumerateObject().SelectMany(path => path.Value.EnumerateObject()), operation =>
        {
            Assert.NotEmpty(operation.Value.GetProperty("summary").GetString()!);
            Assert.NotEmpty(operation.Value.GetProperty("operationId").GetString()!);
        });
        var settings = document["components"].GetProperty("schemas").GetProperty("CreateEndpointRequest").GetProperty("properties");
        Assert.All(SettingsRules.Allowed, rule => Assert.Contains(rule.Value, settings.GetProperty(rule.Key).GetProperty("description").GetString(), StringComparison.Ordinal));
        Assert.True(document["components"].GetProperty("schemas").GetProperty("EndpointBody").GetProperty("properties").TryGetProperty("queue_length", out _));
        Assert.Equal("integer", settings.GetProperty("weight").GetProperty("type").GetString());
        Assert.DoesNotContain(AdminServer.Token, document.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Numbers_have_their_range_and_new_endpoints_their_defaults()
    {
        await using var server = await AdminServer.StartAsync();

        var schemas = (await server.SendAsync("GET", "/openapi/v1.json"))["components"].GetProperty("schemas");

        var created = schemas.GetProperty("CreateEndpointRequest").GetProperty("properties");
        var weight = created.GetProperty("weight");
        Assert.Equal((1, 1000, 1), (weight.GetProperty("minimum").GetInt32(), weight.GetProperty("maximum").GetInt32(), weight.GetProperty("default").GetInt32()));
        var timeout = created.GetProperty("queue_timeout");
        Assert.Equal((0, 3600, 120), (timeout.GetProperty("exclusiveMinimum").GetInt32(), timeout.GetProperty("maximum").GetInt32(), timeout.GetProperty("default").GetInt32()));
        Assert.Equal("medium", created.GetProperty("tier").GetProperty("default").GetString());
        Assert.True(created.GetProperty("queue_enabled").GetProperty("default").GetBoolean());
        var withDefault = SettingsRules.Ranges.Keys.Except(["requests_per_minute", "tokens_per_minute"]);
        Assert.All(withDefault, field => Assert.True(created.GetProperty(field).TryGetProperty("default", out _), field));
        var changed = schemas.GetProperty("EndpointSettingsRequest").GetProperty("properties").GetProperty("weight");
        Assert.Equal((1000, false), (changed.GetProperty("maximum").GetInt32(), changed.TryGetProperty("default", out _)));
    }

    [Fact]
    public async Task The_root_leads_to_the_page_and_leaves_the_sign_in_links_token_behind()
    {
        await using var server = await AdminServer.StartAsync();
        using var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = server.Client.BaseAddress };

        using var answer = await client.GetAsync("/");

        Assert.Equal((302, "/docs#"), ((int)answer.StatusCode, answer.Headers.Location?.OriginalString));
    }

    [Fact]
    public async Task Messages_are_readable_as_they_are_sent()
    {
        await using var server = await AdminServer.StartAsync();
        await server.CreateAsync("a");

        var problem = await server.SendAsync("PATCH", "/admin/endpoints/a", """{"<\"'>":1}""");
        server.Client.DefaultRequestHeaders.Authorization = null;
        var unauthorized = await server.SendAsync("GET", "/admin/endpoints");

        Assert.Contains("""<\"'>""", problem.Text, StringComparison.Ordinal);
        Assert.Contains("Bearer <token>", unauthorized.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_page_loads_nothing_from_elsewhere()
    {
        await using var server = await AdminServer.StartAsync();
        server.Client.DefaultRequestHeaders.Authorization = null;

        var page = await server.SendAsync("GET", "/docs");

        Assert.Equal((200, "text/html"), (page.Status, page.MediaType));
        Assert.Contains("default-src 'none'", page.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        Assert.DoesNotMatch("(src|href)=\"https?://", page.Text);
        foreach (Match script in Regex.Matches(page.Text, "(?:src=\"|import[^\"']*[\"'])([^\"']+\\.js[^\"']*)"))
        {
            var answer = await server.SendAsync("GET", new Uri(new Uri(server.Client.BaseAddress!, "/docs/"), script.Groups[1].Value).PathAndQuery);
            Assert.Equal((script.Value, 200), (script.Value, answer.Status));
        }
    }
}
