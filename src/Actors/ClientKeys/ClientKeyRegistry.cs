using Akka.Actor;
using Akka.Persistence;
using MultiplexCluster.Actors.Serialization;
using MultiplexCluster.Contracts.Durability;
using MultiplexCluster.Contracts.Protocol;

namespace MultiplexCluster.Actors.ClientKeys;

/// <summary>The cluster's client keys (hashes only), durable; every watching node gets the whole list after each change.</summary>
internal sealed class ClientKeyRegistry : UntypedPersistentActor
{
    private const int EventsPerSnapshot = 200;

    // A character of a name may take twelve bytes of JSON.
    private const int BytesPerCharacter = 12;
    private const int BytesBeside = 160;

    private readonly Dictionary<string, ClientKey> _keys = new(StringComparer.Ordinal);
    private readonly HashSet<IActorRef> _watchers = [];
    private IActorRef? _asker;

    // The number of the last event, which a restart finds again.
    private long Version => LastSequenceNr + 1;

    public override string PersistenceId => "client-keys";

    public static Props Props() => Akka.Actor.Props.Create(() => new ClientKeyRegistry());

    protected override void OnCommand(object message)
    {
        switch (message)
        {
            case StoreClientKey store:
                Commit(new ClientKeyCreated(store.Key), new ClientKeyStored(store.Key));
                break;
            case RevokeClientKey revoke when _keys.ContainsKey(revoke.Id):
                Commit(new ClientKeyDeleted(revoke.Id), new ClientKeyRevoked(revoke.Id));
                break;
            case RevokeClientKey revoke:
                Sender.Tell(new ClientKeyNotFound(revoke.Id));
                break;
            case WatchClientKeys watch:
                _watchers.Add(Context.Watch(Sender));
                if (watch.Known != Version)
                {
                    Send(Pages(), Sender);
                }

                break;
            case Terminated gone:
                _watchers.Remove(gone.ActorRef);
                break;
            case SaveSnapshotSuccess saved:
                DeleteSnapshots(new SnapshotSelectionCriteria(saved.Metadata.SequenceNr - 1));
                break;
            case SaveSnapshotFailure or DeleteSnapshotsSuccess or DeleteSnapshotsFailure:
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    protected override void OnRecover(object message)
    {
        switch (message)
        {
            case SnapshotOffer { Snapshot: ClientKeyRegistrySnapshot snapshot }:
                foreach (var key in snapshot.Keys)
                {
                    _keys[key.Id] = key;
                }

                break;
            case IJournalType happened:
                Apply(happened);
                break;
            case RecoveryCompleted:
                break;
            default:
                throw new InvalidOperationException($"unknown record of the client keys: {message.GetType().Name}");
        }
    }

    protected override void OnPersistRejected(Exception cause, object @event, long sequenceNr)
    {
        _asker?.Tell(new ClientKeysUnavailable("the store could not be written"));

        // The event may have been stored all the same: a snapshot past its number keeps a restart from replaying it.
        SaveSnapshot(new ClientKeyRegistrySnapshot([.. _keys.Values]));
    }

    private void Commit(IJournalType happened, IWireMessage answer)
    {
        var asker = _asker = Sender;
        Persist(happened, e =>
        {
            Apply(e);

            // Watchers first: whoever reads the answer finds the key in force on this node.
            var pages = Pages();
            foreach (var watcher in _watchers)
            {
                Send(pages, watcher);
            }

            asker.Tell(answer);
            if (LastSequenceNr % EventsPerSnapshot == 0)
            {
                SaveSnapshot(new ClientKeyRegistrySnapshot([.. _keys.Values]));
            }
        });
    }

    private void Apply(IJournalType happened)
    {
        switch (happened)
        {
            case ClientKeyCreated created: _keys[created.Key.Id] = created.Key; break;
            case ClientKeyDeleted deleted: _keys.Remove(deleted.Id); break;
            default: throw new ArgumentOutOfRangeException(nameof(happened), happened.GetType().Name, "unknown event");
        }
    }

    private static void Send(IEnumerable<ClientKeysSnapshot> pages, IActorRef to)
    {
        foreach (var page in pages)
        {
            to.Tell(page);
        }
    }

    private IReadOnlyList<ClientKeysSnapshot> Pages()
    {
        var keys = _keys.Values.OrderBy(k => k.CreatedAt).ThenBy(k => k.Id, StringComparer.Ordinal);
        var pages = FrameBatches.Of(keys, key => BytesBeside + (BytesPerCharacter * key.Name.Length));
        if (pages.Count == 0)
        {
            return [new ClientKeysSnapshot([], Version)];
        }

        return [.. pages.Select((page, i) => new ClientKeysSnapshot(page, Version, i, i < pages.Count - 1))];
    }
}
