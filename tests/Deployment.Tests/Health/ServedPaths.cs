using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using MultiplexCluster.Host.Health;

namespace MultiplexCluster.Deployment.Tests.Health;

/// <summary>The service's own health routes, on a free port.</summary>
internal sealed class ServedPaths : IAsyncDisposable
{
    private readonly WebApplication _app;

    private ServedPaths(WebApplication app) => _app = app;

    public Uri Address => new(_app.Urls.Single());

    public static async Task<ServedPaths> StartAsync(IPAddress address, bool ready = true)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls($"http://{address}:0");
        builder.Services.AddSingleton<IReadiness>(new Readiness(ready));
        var app = builder.Build();
        app.MapHealth();
        await app.StartAsync();
        return new ServedPaths(app);
    }

    public async Task<HttpStatusCode> AskAsync(string path)
    {
        using var http = new HttpClient();
        using var answer = await http.GetAsync(new Uri(Address, path));
        return answer.StatusCode;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private sealed class Readiness(bool ready) : IReadiness
    {
        public ValueTask<(bool Ready, string? Why)> CheckAsync(CancellationToken ct) => new((ready, ready ? null : "draining"));
    }
}
