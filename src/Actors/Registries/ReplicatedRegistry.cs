using Akka.Actor;
using Akka.Persistence;
using MultiplexCluster.Actors.Serialization;
using MultiplexCluster.Contracts.Durability;
using MultiplexCluster.Contracts.Protocol;

namespace MultiplexCluster.Actors.Registries;

/// <summary>A list that the cluster keeps in one place, durable; every watching node gets the whole of it after each change.</summary>
/// <typeparam name="TItem">What is listed, by name.</typeparam>
internal abstract class ReplicatedRegistry<TItem> : UntypedPersistentActor
{
    private const int EventsPerSnapshot = 200;

    private readonly HashSet<IActorRef> _watchers = [];
    private IActorRef? _asker;

    /// <summary>All there are.</summary>
    protected Dictionary<string, TItem> Items { get; } = new(StringComparer.Ordinal);

    // The number of the last event, which a restart finds again.
    private long Version => LastSequenceNr + 1;

    protected override void OnCommand(object message)
    {
        switch (message)
        {
            case Terminated gone: _watchers.Remove(gone.ActorRef); break;
            case SaveSnapshotSuccess saved:
                DeleteSnapshots(new SnapshotSelectionCriteria(saved.Metadata.SequenceNr - 1));
                break;
            case SaveSnapshotFailure or DeleteSnapshotsSuccess or DeleteSnapshotsFailure: break;
            default: OnQuestion(message); break;
        }
    }

    protected override void OnRecover(object message)
    {
        switch (message)
        {
            case SnapshotOffer offer: Restore(offer.Snapshot); break;
            case IJournalType happened: Apply(happened); break;
            case RecoveryCompleted: break;
            default: throw new InvalidOperationException($"unknown record of {PersistenceId}: {message.GetType().Name}");
        }
    }

    protected override void OnPersistRejected(Exception cause, object @event, long sequenceNr)
    {
        _asker?.Tell(Unavailable("the store could not be written"));

        // The event may have been stored all the same: a snapshot past its number keeps a restart from replaying it.
        SaveSnapshot(Snapshot());
    }

    /// <summary>What is asked of the list. Unknown messages are left unhandled.</summary>
    protected abstract void OnQuestion(object message);

    /// <summary>A change that is durable.</summary>
    protected abstract void Apply(IJournalType happened);

    /// <summary>All there are, to be stored.</summary>
    protected abstract IJournalType Snapshot();

    /// <summary>The list as it was stored.</summary>
    /// <exception cref="InvalidOperationException">It is no such snapshot.</exception>
    protected abstract void Restore(object snapshot);

    /// <summary>The pages of the list; at least one.</summary>
    protected abstract IEnumerable<IWireMessage> Pages(long version);

    /// <summary>The answer when a change could not be stored.</summary>
    protected abstract IWireMessage Unavailable(string detail);

    /// <summary>The sender gets the list, unless it has it, and again after every change.</summary>
    protected void OnWatch(long known)
    {
        _watchers.Add(Context.Watch(Sender));
        if (known != Version)
        {
            Send([.. Pages(Version)], Sender);
        }
    }

    /// <summary>Stores a change and answers the sender with what is made of the new version.</summary>
    protected void Commit(IJournalType happened, Func<long, IWireMessage> answer)
    {
        var asker = _asker = Sender;
        Persist(happened, e =>
        {
            Apply(e);

            // Watchers first: whoever reads the answer finds the change in force on this node.
            IReadOnlyList<IWireMessage> pages = [.. Pages(Version)];
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

    /// <summary>Pages of messages below the frame limit; one, empty, where nothing is listed.</summary>
    /// <param name="items">The items, in order.</param>
    /// <param name="sizeOf">The most bytes that an item takes.</param>
    /// <param name="page">The message: its items, its number from 0, and whether another follows.</param>
    protected static IEnumerable<IWireMessage> PagesOf(
        IEnumerable<TItem> items, Func<TItem, int> sizeOf, Func<IReadOnlyList<TItem>, int, bool, IWireMessage> page)
    {
        var pages = FrameBatches.Of(items, sizeOf);
        return pages.Count == 0 ? [page([], 0, false)] : pages.Select((of, i) => page(of, i, i < pages.Count - 1));
    }

    private static void Send(IReadOnlyList<IWireMessage> pages, IActorRef to)
    {
        foreach (var page in pages)
        {
            to.Tell(page);
        }
    }
}
