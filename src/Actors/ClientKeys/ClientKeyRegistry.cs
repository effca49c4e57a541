using Akka.Actor;
using MultiplexCluster.Actors.Registries;
using MultiplexCluster.Contracts.Durability;
using MultiplexCluster.Contracts.Protocol;

namespace MultiplexCluster.Actors.ClientKeys;

/// <summary>The cluster's client keys (hashes only).</summary>
internal sealed class ClientKeyRegistry : ReplicatedRegistry<ClientKey>
{
    // A character of a name may take twelve bytes of JSON.
    private const int BytesPerCharacter = 12;
    private const int BytesBeside = 160;

    public override string PersistenceId => "client-keys";

    public static Props Props() => Akka.Actor.Props.Create(() => new ClientKeyRegistry());

    protected override void OnQuestion(object message)
    {
        switch (message)
        {
            case StoreClientKey store:
                Commit(new ClientKeyCreated(store.Key), _ => new ClientKeyStored(store.Key));
                break;
            case RevokeClientKey revoke when Items.ContainsKey(revoke.Id):
                Commit(new ClientKeyDeleted(revoke.Id), _ => new ClientKeyRevoked(revoke.Id));
                break;
            case RevokeClientKey revoke:
                Sender.Tell(new ClientKeyNotFound(revoke.Id));
                break;
            case WatchClientKeys watch:
                OnWatch(watch.Known);
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    protected override void Apply(IJournalType happened)
    {
        switch (happened)
        {
            case ClientKeyCreated created: Items[created.Key.Id] = created.Key; break;
            case ClientKeyDeleted deleted: Items.Remove(deleted.Id); break;
            default: throw new ArgumentOutOfRangeException(nameof(happened), happened.GetType().Name, "unknown event");
        }
    }

    protected override IJournalType Snapshot() => new ClientKeyRegistrySnapshot([.. Items.Values]);

    protected override void Restore(object snapshot)
    {
        var stored = snapshot as ClientKeyRegistrySnapshot
            ?? throw new InvalidOperationException($"unknown snapshot of the client keys: {snapshot.GetType().Name}");
        foreach (var key in stored.Keys)
        {
            Items[key.Id] = key;
        }
    }

    protected override IEnumerable<IWireMessage> Pages(long version) => PagesOf(
        Items.Values.OrderBy(k => k.CreatedAt).ThenBy(k => k.Id, StringComparer.Ordinal),
        key => BytesBeside + (BytesPerCharacter * key.Name.Length),
        (keys, page, hasMore) => new ClientKeysSnapshot(keys, version, page, hasMore));

    protected override IWireMessage Unavailable(string detail) => new ClientKeysUnavailable(detail);
}
