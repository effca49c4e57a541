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
        Assert.Equal(12, paths.EnumerateObject().Count());
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
