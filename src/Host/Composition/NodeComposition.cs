using MultiplexCluster.Actors.Hosting;
using MultiplexCluster.Actors.Storage;
using MultiplexCluster.Host.Configuration;
using MultiplexCluster.Host.DataPlane;
using MultiplexCluster.Host.Draining;
using MultiplexCluster.Host.Health;
using MultiplexCluster.Providers.Relay.Upstream;

namespace MultiplexCluster.Host.Composition;

/// <summary>Turns the operator's options into a running node.</summary>
public static class NodeComposition
{
    // What runs at the drain's limit is cut after this; then the shards leave the node.
    private static readonly TimeSpan AfterDrain = TimeSpan.FromSeconds(30);

    /// <summary>The actor system with endpoints, routing and store.</summary>
    public static IServiceCollection AddNode(this IServiceCollection services, MultiplexOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var node = new NodeOptions
        {
            Hostname = options.Cluster.Hostname,
            Port = options.Cluster.Port,
            PublicHostname = options.Cluster.PublicHostname,
            PublicPort = options.Cluster.PublicPort,
            Tls = options.Cluster.Tls,
            SeedNodes = options.Cluster.HasOtherNodes ? [.. options.Cluster.SeedNodes.Select(s => s.ToString())] : [],
            Roles = options.Cluster.Roles,
            AllowPrivateNetworks = options.Upstreams.AllowPrivateNetworks,
            MaxObjects = options.MaxObjects,
            Routing = options.Routing,
            KeyCheckInterval = options.Upstreams.KeyCheckInterval,
        };
        var store = new StoreOptions
        {
            Provider = options.Persistence.Provider is PersistenceProvider.Sqlite ? StoreProvider.Sqlite : StoreProvider.PostgreSql,
            ConnectionString = options.Persistence.ConnectionString?.Reveal(),
            DataDirectory = options.DataDirectory,
        };
        return services
            .AddMultiplexNode(node, store, OperatorsHocon())
            .AddSingleton<IReadiness, Readiness>()
            .AddSingleton(options.Drain)
            .AddSingleton<Drain>()
            .AddSingleton<IHostedService>(services => services.GetRequiredService<Drain>())
            .Configure<HostOptions>(host => host.ShutdownTimeout = options.Drain.Delay + options.Drain.Limit + AfterDrain);
    }

    /// <summary>The native surfaces with their codecs.</summary>
    public static IServiceCollection AddSurfaces(this IServiceCollection services, MultiplexOptions options) => services
        .Configure<DataPlaneOptions>(plane =>
        {
            plane.MaxBodyBytes = options.Limits.MaxBodyBytes;
            plane.MaxUploadBytes = options.Limits.MaxUploadBytes;
            plane.BodyMemoryBytes = options.Limits.BodyMemoryBytes;
            plane.AllowAdministrationRoutes = options.Upstreams.AllowAdministrationRoutes;
            plane.SpoolDirectory = DataDirectory.Spool(options);
        })
        .Configure<UpstreamOptions>(upstream => upstream.AllowPrivateNetworks = options.Upstreams.AllowPrivateNetworks)
        .AddDataPlane();

    private static string? OperatorsHocon()
    {
        var file = Path.Combine(AppContext.BaseDirectory, "cluster.hocon");
        return File.Exists(file) ? File.ReadAllText(file) : null;
    }

    private sealed class Readiness(NodeReadiness node, Drain drain) : IReadiness
    {
        public ValueTask<(bool Ready, string? Why)> CheckAsync(CancellationToken ct) =>
            drain.HasBegun ? new((false, "the node is shutting down")) : node.CheckAsync(ct);
    }
}
