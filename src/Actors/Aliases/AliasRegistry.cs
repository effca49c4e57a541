using Akka.Actor;
using Akka.Persistence;
using MultiplexCluster.Actors.Serialization;
using MultiplexCluster.Contracts.Durability;
using MultiplexCluster.Contracts.Protocol;
using MultiplexCluster.Core.Aliases;

namespace MultiplexCluster.Actors.Aliases;

/// <summary>The cluster's aliases, durable; every watching node gets the whole list after each change.</summary>
internal sealed class AliasRegistry : UntypedPersistentActor
{
    private const int EventsPerSnapshot = 200;
    private const int BytesBeside = 160;

    private readonly Dictionary<string, Alias> _aliases = new(StringComparer.Ordinal);
    private readonly HashSet<IActorRef> _watchers = [];
    private IActorRef? _asker;

    // The number of the last event, which a restart finds again.
    private long Version => LastSequenceNr + 1;

    public override string PersistenceId => "aliases";

    public static Props Props() => Akka.Actor.Props.Create(() => new AliasRegistry());

    protected override void OnCommand(object message)
    {
        switch (message)
        {
            case StoreAlias store: OnStore(store.Alias); break;
            case DeleteAlias delete: OnDelete(delete.Name); break;
            case WatchAliases watch: OnWatch(watch); break;
            case Terminated gone: _watchers.Remove(gone.ActorRef); break;
            case SaveSnapshotSuccess saved:
                DeleteSnapshots(new SnapshotSelectionCriteria(saved.Metadata.SequenceNr - 1));
                break;
            case SaveSnapshotFailure or DeleteSnapshotsSuccess or DeleteSnapshotsFailure: break;
            default: Unhandled(message); break;
        }
    }

    protected override void OnRecover(object message)
    {
        switch (message)
        {
            case SnapshotOffer { Snapshot: AliasRegistrySnapshot snapshot }:
                foreach (var alias in snapshot.Aliases)
                {
                    _aliases[alias.Name] = alias;
                }

                break;
            case IJournalType happened: Apply(happened); break;
            case RecoveryCompleted: break;
            default: throw new InvalidOperationException($"unknown record of the aliases: {message.GetType().Name}");
        }
    }

    protected override void OnPersistRejected(Exception cause, object @event, long sequenceNr)
    {
        _asker?.Tell(new AliasesUnavailable("the store could not be written"));

        // The event may have been stored all the same: a snapshot past its number keeps a restart from replaying it.
        SaveSnapshot(Snapshot());
    }

    private void OnStore(Alias alias)
    {
        if (AliasRules.Check(alias, _aliases) is { } refused)
        {
            Sender.Tell(refused);
            return;
        }

        var isNew = !_aliases.ContainsKey(alias.Name);
        Commit(new AliasWasSet(alias), version => new AliasStored(alias, isNew, version));
    }

    private void OnDelete(string name)
    {
        if (!_aliases.ContainsKey(name))
        {
            Sender.Tell(new AliasNotFound(name));
        }
        else if (AliasRules.UserOf(name, _aliases.Values) is { } user)
        {
            Sender.Tell(new AliasInUse(name, user));
        }
        else
        {
            Commit(new AliasWasDeleted(name), version => new AliasDeleted(name, version));
        }
    }

    private void OnWatch(WatchAliases watch)
    {
        _watchers.Add(Context.Watch(Sender));
        if (watch.Known != Version)
        {
            Send(Pages(), Sender);
        }
    }

    private void Commit(IJournalType happened, Func<long, IWireMessage> answer)
    {
        var asker = _asker = Sender;
        Persist(happened, e =>
        {
            Apply(e);
            var pages = Pages();
            foreach (var watcher in _watchers)
            {
                Send(pages, watcher);
            }

            asker.Tell(answer(Version));
            if (LastSequenceNr % EventsPerSnapshot == 0)
            {
                SaveSnapshot(Snapshot());
            }
        });
    }

    private void Apply(IJournalType happened)
    {
        switch (happened)
        {
            case AliasWasSet set: _aliases[set.Alias.Name] = set.Alias; break;
            case AliasWasDeleted deleted: _aliases.Remove(deleted.Name); break;
            default: throw new ArgumentOutOfRangeException(nameof(happened), happened.GetType().Name, "unknown event");
        }
    }

    private AliasRegistrySnapshot Snapshot() => new([.. _aliases.Values]);

    private static void Send(IEnumerable<AliasesSnapshot> pages, IActorRef to)
    {
        foreach (var page in pages)
        {
            to.Tell(page);
        }
    }

    private IReadOnlyList<AliasesSnapshot> Pages()
    {
        var aliases = _aliases.Values.OrderBy(a => a.Name, StringComparer.Ordinal);

        // Visible ASCII, of which JSON escapes some with six characters.
        var pages = FrameBatches.Of(aliases, alias => BytesBeside + alias.Name.Length + alias.Targets.Sum(t => 3 + (6 * t.Length)));
        return pages.Count == 0
            ? [new AliasesSnapshot([], Version)]
            : [.. pages.Select((page, i) => new AliasesSnapshot(page, Version, i, i < pages.Count - 1))];
    }
}
