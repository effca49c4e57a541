using Akka.Cluster.Hosting;
using Akka.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using MultiplexCluster.Actors.Administration;
using MultiplexCluster.Actors.Affinity;
using MultiplexCluster.Actors.Aliases;
using MultiplexCluster.Actors.ClientKeys;
using MultiplexCluster.Actors.Leases;
using MultiplexCluster.Actors.Logging;
using MultiplexCluster.Actors.Membership;
using MultiplexCluster.Actors.Routing;
using MultiplexCluster.Actors.Serialization;
using MultiplexCluster.Actors.Storage;
using MultiplexCluster.Contracts.Administration;
using MultiplexCluster.Core.Secrets;
using MultiplexCluster.Providers.Relay;
using MultiplexCluster.Providers.Relay.Checks;

namespace MultiplexCluster.Actors.Hosting;

/// <summary>A whole node in a service collection.</summary>
public static class ServiceWiring
{
    /// <summary>
    /// The actor system of a node, and the services that lead into it: <see cref="IRequestRouter"/>,
    /// <see cref="IEndpointAdministration"/>, <see cref="IClientKeyAdministration"/>, <see cref="IAliasAdministration"/> and, unless it is switched off,
    /// <see cref="IObjectBook"/>. Needs a registered <c>KeySealer</c>.
    /// </summary>
    public static IServiceCollection AddMultiplexNode(
        this IServiceCollection services, NodeOptions node, StoreOptions store, string? operatorsHocon) => services
        .AddObjectBook(node)
        .AddSingleton<ClientKeyList>()
        .AddSingleton<AliasList>()
        .AddSingleton<IRequestRouter, RequestRouter>()
        .AddSingleton<IEndpointAdministration, EndpointAdministration>()
        .AddSingleton<IClientKeyAdministration, ClientKeyAdministration>()
        .AddSingleton<IAliasAdministration, AliasAdministration>()
        .AddSingleton(new NodeLeases(canEnd: node.SeedNodes.Count > 0))
        .AddSingleton<NodeReadiness>()
        .AddSingleton<NodeEnd>()
        .AddSingleton<NodeDrain>()
        .AddSingleton(store)
        .AddSingleton<IClusterAdministration, ClusterAdministration>()
        .AddSingleton<IRequestAdministration, RequestAdministration>()
        .AddAkka(NodeOptions.SystemName, (builder, provider) =>
        {
            var leases = provider.GetRequiredService<NodeLeases>();
            builder.AddSetup(new HostLogging(provider.GetRequiredService<ILoggerFactory>()));
            builder
                .ConfigureLoggers(loggers =>
                {
                    loggers.ClearLoggers();
                    loggers.AddLogger<HostLogger>();
                })
                .WithNode(node)
                .WithMultiplexSerialization()
                .WithMultiplexStore(store)
                .WithEndpoints(node, leases)
                .WithLeases(leases)
                .AddStartup((system, _) => provider.GetRequiredService<NodeEnd>().Watch(system))
                .WithMembership(node, store, leases, provider.GetRequiredService<KeySealer>())
                .WithRouting(node, leases)
                .WithKeyChecks(provider.GetService<KeyCheck>)
                .WithClientKeys()
                .WithAliases();
            if (node.MaxObjects > 0)
            {
                builder.WithObjects(node.MaxObjects, provider.GetRequiredService<RecentObjects>());
            }

            if (operatorsHocon is not null)
            {
                builder.AddHocon(operatorsHocon, HoconAddMode.Prepend);
            }
        });

    private static IServiceCollection AddObjectBook(this IServiceCollection services, NodeOptions node) => node.MaxObjects == 0
        ? services
        : services
            .AddSingleton(new RecentObjects(node.MaxObjects))
            .AddSingleton<IObjectBook>(all => new NodeObjectBook(
                all.GetRequiredService<IReadOnlyActorRegistry>(), all.GetRequiredService<RecentObjects>(), TimeProvider.System));
}
