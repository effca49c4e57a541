using System.Net.Http.Headers;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using MultiplexCluster.Contracts.Administration;
using MultiplexCluster.Core.Secrets;
using MultiplexCluster.Host.Admin;
using MultiplexCluster.Host.Admin.Documentation;
using MultiplexCluster.Host.ClientKeys;
using MultiplexCluster.Host.Configuration;
using MultiplexCluster.Host.Health;
using MultiplexCluster.Host.Hosts;
using MultiplexCluster.Host.Origins;
using Xunit;

namespace MultiplexCluster.Host.Tests.Admin;

/// <summary>The admin API on a real Kestrel at a free loopback port, over a cluster in memory.</summary>
internal sealed class AdminServer : IAsyncDisposable
{
    public const string Token = "test-admin-token";
    public const string Canary = "sk-canary-4f1d7e0c9b8a";

    private readonly WebApplication _app;
    private readonly DirectoryInfo _directory;

    private AdminServer(WebApplication app, DirectoryInfo directory)
    {
        (_app, _directory) = (app, directory);
        var address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
        Client = new HttpClient { BaseAddress = new Uri(address) };
        Stranger = new HttpClient { BaseAddress = Client.BaseAddress };
        Client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Token);
    }

    public FakeEndpointAdministration Cluster => (FakeEndpointAdministration)_app.Services.GetRequiredService<IEndpointAdministration>();

    public FakeClientKeyAdministration Keys => (FakeClientKeyAdministration)_app.Services.GetRequiredService<IClientKeyAdministration>();

    public FakeAliasAdministration Aliases => (FakeAliasAdministration)_app.Services.GetRequiredService<IAliasAdministration>();

    public KeySealer Sealer => _app.Services.GetRequiredService<KeySealer>();

    public FakeReadiness Readiness => (FakeReadiness)_app.Services.GetRequiredService<IReadiness>();

    public HttpClient Client { get; }

    /// <summary>A client without the token.</summary>
    public HttpClient Stranger { get; }

    public static async Task<AdminServer> StartAsync(params (string Key, string Value)[] settings)
    {
        var directory = Directory.CreateTempSubdirectory("multiplex-admin-");
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { ContentRootPath = directory.FullName });
        builder.Logging.ClearProviders();
        builder.Configuration.Sources.Clear();
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["urls"] = "http://127.0.0.1:0",
            ["Multiplex:DataDirectory"] = Path.Combine(directory.FullName, "data"),
            ["Multiplex:Admin:Token"] = Token,
        });
        builder.Configuration.AddInMemoryCollection(settings.ToDictionary(pair => pair.Key, pair => (string?)pair.Value));
        Assert.NotNull(builder.AddMultiplexOptions());
        builder.Services
            .AddAdminApi().AddApiDocs().AddClientKeys().AddEnvironmentEndpoints()
            .AddSingleton<IEndpointAdministration, FakeEndpointAdministration>()
            .AddSingleton<IClientKeyAdministration, FakeClientKeyAdministration>()
            .AddSingleton<IAliasAdministration, FakeAliasAdministration>()
            .AddSingleton<IClusterAdministration, FakeClusterAdministration>()
            .AddSingleton<IRequestAdministration, FakeRequestAdministration>()
            .AddSingleton<IReadiness, FakeReadiness>();
        var app = builder.Build();
        app.UseHostRule();
        app.UseOriginRule();
        app.UseRouting();
        app.MapAdminApi();
        app.MapApiDocs();
        app.MapHealth();
        app.MapGet("/data-plane", (HttpContext http, IClientKeyCheck check) => check.IsAllowed(http.Request, out _) ? Results.Ok() : Results.Unauthorized());
        await app.StartAsync();
        return new AdminServer(app, directory);
    }

    /// <summary>Sends a call; the answer must never hold the canary key.</summary>
    public async Task<Answer> SendAsync(string method, string path, string? json = null, string contentType = "application/json")
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        if (json is not null)
        {
            request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(json));
            request.Content.Headers.TryAddWithoutValidation("Content-Type", contentType);
        }

        return await SendAsync(request);
    }

    public Task<Answer> SendAsync(HttpRequestMessage request) => SendAsync(request, Client);

    public static async Task<Answer> SendAsync(HttpRequestMessage request, HttpClient client)
    {
        using var response = await client.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        Assert.DoesNotContain(Canary, text + response.Headers, StringComparison.Ordinal);
        return new Answer((int)response.StatusCode, response.Headers, response.Content.Headers.ContentType?.MediaType, text);
    }

    public async Task<Answer> CreateAsync(string id, string more = "", string provider = "openai")
    {
        var answer = await SendAsync("POST", "/admin/endpoints", $$"""{"endpoint_id":"{{id}}","provider":"{{provider}}","api_key":"{{Canary}}"{{more}}}""");
        Assert.Equal(201, answer.Status);
        return answer;
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        Stranger.Dispose();
        await _app.DisposeAsync();
        _directory.Delete(recursive: true);
    }
}

internal sealed class FakeReadiness : IReadiness
{
    public string? Why { get; set; }

    public ValueTask<(bool Ready, string? Why)> CheckAsync(CancellationToken ct) => ValueTask.FromResult((Why is null, Why));
}
