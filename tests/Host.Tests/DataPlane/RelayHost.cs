using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using MultiplexCluster.Contracts.Administration;
using MultiplexCluster.Host.ClientKeys;
using MultiplexCluster.Host.DataPlane;
using MultiplexCluster.Host.Tests.Admin;
using MultiplexCluster.Host.Hosts;
using MultiplexCluster.Host.Origins;
using MultiplexCluster.Providers.Codecs;
using MultiplexCluster.Providers.Relay;
using MultiplexCluster.Providers.Relay.Bodies;
using MultiplexCluster.Providers.Relay.Upstream;

namespace MultiplexCluster.Host.Tests.DataPlane;

/// <summary>The data plane on a free loopback port, with a router that needs no cluster.</summary>
internal sealed class RelayHost : IAsyncDisposable
{
    private readonly WebApplication _app;

    private RelayHost(WebApplication app)
    {
        _app = app;
        Url = new Uri(app.Urls.First());
        Client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false }) { BaseAddress = Url };
    }

    internal Uri Url { get; }

    internal TestLog Log { get; private init; } = new();

    /// <summary>Memory that request bodies hold.</summary>
    internal long BodyMemoryTaken => _app.Services.GetRequiredService<BodyMemory>().Taken;

    internal HttpClient Client { get; }

    internal void EndSessions() => _app.Services.GetRequiredService<Forwarder>().Sessions.End();

    internal static async Task<RelayHost> StartAsync(
        IRequestRouter router, Action<DataPlaneOptions>? limits = null, bool allowed = true, IProviderCodec? codec = null,
        HostRule? hosts = null, OriginRule? origins = null, IReadOnlyList<IProviderCodec>? codecs = null,
        IObjectBook? book = null, IAliasAdministration? aliases = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        var log = new TestLog();
        builder.Logging.ClearProviders().AddProvider(log);
        var options = new DataPlaneOptions();
        limits?.Invoke(options);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(IPAddress.Loopback, 0);
            kestrel.ConfigureDataPlaneLimits(options);
        });
        builder.Services.AddSingleton(hosts ?? HostRule.Any).AddSingleton(origins ?? OriginRule.Any);
        builder.Services.AddDataPlane();
        builder.Services.Configure<UpstreamOptions>(o => o.AllowPrivateNetworks = true);
        builder.Services.Configure<DataPlaneOptions>(o => limits?.Invoke(o));
        builder.Services.AddSingleton(codecs ?? [codec ?? new PlainCodec()]);
        builder.Services.AddSingleton(router);
        if (book is not null)
        {
            builder.Services.AddSingleton(book);
        }

        if (aliases is not null)
        {
            builder.Services.AddSingleton(aliases);
        }

        builder.Services.AddSingleton<IEndpointAdministration, FakeEndpointAdministration>();
        builder.Services.AddSingleton<IClientKeyCheck>(new Allow(allowed));
        var app = builder.Build();
        app.UseDataPlane();
        await app.StartAsync();
        return new RelayHost(app) { Log = log };
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.DisposeAsync();
    }

    private sealed class Allow(bool allowed) : IClientKeyCheck
    {
        public bool IsAllowed(HttpRequest request, out byte lane)
        {
            lane = 0;
            return allowed;
        }
    }
}
