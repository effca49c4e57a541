using Akka.Actor;
using MultiplexCluster.Actors.Registries;
using MultiplexCluster.Contracts.Protocol;

namespace MultiplexCluster.Actors.ClientKeys;

/// <summary>Keeps this node's copy of the client keys fresh.</summary>
internal sealed class ClientKeyReplica(IActorRef registry, ClientKeyList list) : RegistryReplica<ClientKey>(registry)
{
    public static Props Props(IActorRef registry, ClientKeyList list) =>
        Akka.Actor.Props.Create(() => new ClientKeyReplica(registry, list));

    protected override IWireMessage Watch(long known) => new WatchClientKeys(known);

    protected override RegistryPage<ClientKey>? Read(object message) =>
        message is ClientKeysSnapshot page ? new RegistryPage<ClientKey>(page.Keys, page.Version, page.Page, page.HasMore) : null;

    protected override void Replace(IReadOnlyList<ClientKey> items, long version) => list.Replace(items);
}
