using Akka.Actor;
using MultiplexCluster.Actors.Registries;
using MultiplexCluster.Contracts.Protocol;

namespace MultiplexCluster.Actors.Aliases;

/// <summary>Keeps this node's copy of the aliases fresh.</summary>
internal sealed class AliasReplica(IActorRef registry, AliasList list) : RegistryReplica<Alias>(registry)
{
    public static Props Props(IActorRef registry, AliasList list) => Akka.Actor.Props.Create(() => new AliasReplica(registry, list));

    protected override IWireMessage Watch(long known) => new WatchAliases(known);

    protected override RegistryPage<Alias>? Read(object message) =>
        message is AliasesSnapshot page ? new RegistryPage<Alias>(page.Aliases, page.Version, page.Page, page.HasMore) : null;

    protected override void Replace(IReadOnlyList<Alias> items, long version) => list.Replace(items, version);
}
