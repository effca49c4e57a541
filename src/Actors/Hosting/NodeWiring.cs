using Akka.Actor;
using Akka.Cluster.Hosting;
using Akka.Cluster.Hosting.SBR;
using Akka.Cluster.Sharding;
using Akka.Hosting;
using Akka.Pattern;
using Akka.Remote.Hosting;
using MultiplexCluster.Actors.Aliases;
using MultiplexCluster.Actors.Announcements;
using MultiplexCluster.Actors.Catalog;
using MultiplexCluster.Actors.Checks;
using MultiplexCluster.Actors.ClientKeys;
using MultiplexCluster.Actors.Endpoints;
using MultiplexCluster.Actors.Leases;
using MultiplexCluster.Actors.Routing;
using MultiplexCluster.Actors.Transport;
using MultiplexCluster.Actors.Workers;
using MultiplexCluster.Contracts.Requests;
using MultiplexCluster.Core.Secrets;
using MultiplexCluster.Providers.Relay.Checks;

namespace MultiplexCluster.Actors.Hosting;

/// <summary>Puts the parts of a node into an actor system, one method each.</summary>
public static class NodeWiring
{
    /// <summary>Remoting and the split-brain resolver.</summary>
    public static AkkaConfigurationBuilder WithNode(this AkkaConfigurationBuilder builder, NodeOptions node)
    {
        ArgumentNullException.ThrowIfNull(node);
        if (node.Tls is { } tls)
        {
            builder = builder.AddHocon(NodeTls.Hocon, HoconAddMode.Prepend).AddSetup(tls.Setup);
        }

        return builder
            .AddHocon(NodeHocon.Structure, HoconAddMode.Prepend)
            .WithRemoting(node.Hostname, node.Port, node.PublicHostname, node.PublicPort)
            .WithClustering(new ClusterOptions
            {
                Roles = [.. node.Roles],
                SplitBrainResolver = new KeepMajorityOption { Role = NodeOptions.EndpointRole },
            });
    }

    /// <summary>The sharded endpoints, the reporter that tells routers of them, and the catalog that wakes them.</summary>
    internal static AkkaConfigurationBuilder WithEndpoints(this AkkaConfigurationBuilder builder, NodeOptions node, NodeLeases leases)
    {
        var pace = new CheckpointPace();
        var unreadable = new UnreadableEndpoints();
        return builder
            .WithActors((system, registry) => registry.Register<NodeReporter>(
                system.ActorOf(DirectoryReporter.Props(RouterActor.Name), DirectoryReporter.Name)))
            .WithShardRegion<EndpointRegion>(
                "endpoints",
                (_, registry, _) => id => unreadable.Take(id) is { } reason
                    ? UnreadableEndpoint.Props(id, reason)
                    : EndpointActor.Props(id, Surroundings(registry, node, leases, pace, unreadable)),
                new EndpointMessageExtractor(),
                new ShardOptions
                {
                    Role = NodeOptions.EndpointRole,
                    StateStoreMode = StateStoreMode.DData,
                    RememberEntities = false,
                    ShouldPassivateIdleEntities = false,
                    HandOffStopMessage = HandOff.Instance,
                })
            .WithSingleton<CatalogSingleton>(
                "endpoint-catalog",
                (_, registry, _) => Restarting(EndpointCatalog.Props(registry.Get<EndpointRegion>()), "catalog"),
                new ClusterSingletonOptions { Role = NodeOptions.EndpointRole })
            .WithActors((system, registry) => registry.Register<NodeWarmUp>(system.ActorOf(Restarting(WarmUp.Props(), "reader"), "warm-up")));
    }

    // Looked up when an endpoint starts: the catalog and the region know each other, and so do the router and the region.
    private static EndpointSurroundings Surroundings(
        IReadOnlyActorRegistry registry, NodeOptions node, NodeLeases leases, CheckpointPace pace, UnreadableEndpoints unreadable) =>
        new(registry.Get<NodeReporter>(), registry.Get<CatalogSingleton>(), node.AllowPrivateNetworks, leases, pace, unreadable)
        {
            Router = registry.TryGet<NodeRouter>(out var router) ? router : ActorRefs.Nobody,
            KeyChecker = registry.TryGet<NodeKeyChecker>(out var checker) ? checker : ActorRefs.Nobody,
            KeyCheckInterval = node.KeyCheckInterval,
        };

    /// <summary>The keeper of this node's lease, which starts where endpoints or a router ask for it.</summary>
    internal static AkkaConfigurationBuilder WithLeases(this AkkaConfigurationBuilder builder, NodeLeases leases) =>
        builder.WithActors((system, registry) => system.ActorOf(
            LeaseKeeper.Props(leases, registry.TryGet<NodeReporter>(out var reporter) ? reporter : ActorRefs.Nobody), LeaseKeeper.Name));

    /// <summary>The router and the workers that make its calls.</summary>
    internal static AkkaConfigurationBuilder WithRouting(this AkkaConfigurationBuilder builder, NodeOptions node, NodeLeases leases) =>
        builder.WithActors((system, registry, resolver) =>
        {
            var keys = new OpenedKeys(resolver.GetService<KeySealer>());
            var workers = Enumerable.Range(0, Math.Max(2, Environment.ProcessorCount))
                .Select(i => system.ActorOf(ProviderWorker.Props(keys, leases), $"provider-worker-{i}"))
                .ToList();
            var reporter = registry.TryGet<NodeReporter>(out var found) ? found : ActorRefs.Nobody;
            registry.Register<NodeRouter>(system.ActorOf(
                RouterActor.Props(LeaseKeeper.SelfOf(system), leases, registry.Get<EndpointRegion>(), workers, reporter, keys, node.Routing),
                RouterActor.Name));
        });

    /// <summary>What tries refused keys, where the node can make calls at all.</summary>
    /// <param name="builder">The node.</param>
    /// <param name="check">Finds it at the first check: it leads through the router, which needs the system that starts here.</param>
    internal static AkkaConfigurationBuilder WithKeyChecks(this AkkaConfigurationBuilder builder, Func<KeyCheck?> check) =>
        builder.WithActors((system, registry) => registry.Register<NodeKeyChecker>(system.ActorOf(
            KeyChecker.Props((endpoint, provider, stop) => check()?.RunAsync(endpoint, provider, stop) ?? Task.FromResult<ServiceError?>(null)),
            KeyChecker.Name)));

    /// <summary>The client-key registry and this node's copy of it.</summary>
    public static AkkaConfigurationBuilder WithClientKeys(this AkkaConfigurationBuilder builder) => builder
        .WithSingleton<ClientKeySingleton>(
            "client-keys",
            (_, _, _) => Restarting(ClientKeyRegistry.Props(), "registry"),
            new ClusterSingletonOptions { Role = NodeOptions.EndpointRole })
        .WithActors((system, registry, resolver) => registry.Register<NodeClientKeys>(system.ActorOf(
            ClientKeyReplica.Props(registry.Get<ClientKeySingleton>(), resolver.GetService<ClientKeyList>()),
            "client-keys-replica")));

    /// <summary>The alias registry and this node's copy of it.</summary>
    internal static AkkaConfigurationBuilder WithAliases(this AkkaConfigurationBuilder builder) => builder
        .WithSingleton<AliasSingleton>(
            "aliases",
            (_, _, _) => Restarting(AliasRegistry.Props(), "registry"),
            new ClusterSingletonOptions { Role = NodeOptions.EndpointRole })
        .WithActors((system, registry, resolver) => registry.Register<NodeAliases>(system.ActorOf(
            AliasReplica.Props(registry.Get<AliasSingleton>(), resolver.GetService<AliasList>()),
            "aliases-replica")));

    // What can't read the store stops; a singleton's manager would leave it at that.
    private static Props Restarting(Props child, string name) => BackoffSupervisor.Props(
        Backoff.OnStop(child, name, TimeSpan.FromMilliseconds(200), TimeSpan.FromSeconds(3), 0.2, maxNrOfRetries: -1));
}
