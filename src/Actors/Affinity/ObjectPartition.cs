using Akka.Actor;
using Akka.Event;
using Akka.Persistence;
using MultiplexCluster.Actors.Endpoints;
using MultiplexCluster.Contracts.Durability;
using MultiplexCluster.Contracts.Identity;
using MultiplexCluster.Contracts.Protocol;
using MultiplexCluster.Core.Affinity;

namespace MultiplexCluster.Actors.Affinity;

/// <summary>
/// One part of the cluster's memory of which endpoint's account holds which object. It answers from memory at once and
/// writes what it learned a moment later, much in one event; a store that is away costs it nothing but durability. Of
/// background responses it keeps whose tokens nobody has booked, and grants them to one read each.
/// </summary>
internal sealed class ObjectPartition : UntypedPersistentActor, IWithTimers
{
    /// <summary>Places in one event: about 27 bytes each.</summary>
    private const int MostPerEvent = 2_000;

    /// <summary>After so many events a snapshot takes their place.</summary>
    internal const int UsualEventsPerSnapshot = 500;

    private static readonly TimeSpan AfterFailure = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestHandOff = TimeSpan.FromSeconds(2);

    private readonly string _id;
    private readonly CheckpointPace _pace;
    private readonly int _eventsPerSnapshot;
    private readonly PartitionMemory _memory;
    private readonly NoteReceipts _receipts = new();
    private readonly Dictionary<UsageTaker, IActorRef> _claimants = [];
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private int _eventsSinceSnapshot;
    private bool _handingOff;
    private bool _busy;

    public ObjectPartition(string entityId, int capacity, CheckpointPace pace, int eventsPerSnapshot) =>
        (_id, _pace, _memory, _eventsPerSnapshot) = (entityId, pace, new PartitionMemory(capacity), eventsPerSnapshot);

    public ITimerScheduler Timers { get; set; } = null!;

    public override string PersistenceId => $"objects-{_id}";

    public static Props Props(string entityId, int capacity, CheckpointPace pace, int eventsPerSnapshot = UsualEventsPerSnapshot) =>
        Akka.Actor.Props.Create(() => new ObjectPartition(entityId, capacity, pace, eventsPerSnapshot));

    protected override void PostStop()
    {
        SetBusy(false);
        base.PostStop();
    }

    protected override void OnCommand(object message)
    {
        switch (message)
        {
            case FindObject find: Sender.Tell(new ObjectFound(find.Key, _memory.Find(find.Key)), Self); break;
            case NoteObjects note: OnNote(note); break;
            case TakeUsage take: OnTake(take); break;
            case ReturnUsage returned: OnReturn(returned); break;
            case WriteTick: Write(); break;
            case SaveSnapshotSuccess saved: OnSnapshotSaved(saved); break;
            case HandOffObjects: OnHandOff(); break;
            case HandOffEnds: Context.Stop(Self); break;
            case SaveSnapshotFailure or DeleteSnapshotsSuccess or DeleteSnapshotsFailure or DeleteMessagesSuccess or DeleteMessagesFailure: break;
            default: Unhandled(message); break;
        }
    }

    protected override void OnRecover(object message)
    {
        switch (message)
        {
            case SnapshotOffer { Snapshot: ObjectMemorySnapshot snapshot }: _memory.Recover(snapshot.Places, snapshot.Marks); break;
            case ObjectsNoted noted: _memory.Recover(noted.Places, noted.Marks); _eventsSinceSnapshot++; break;
            case RecoveryCompleted: break;
            default: throw new InvalidOperationException($"unknown record of the objects: {message.GetType().Name}");
        }
    }

    // It may be stored nevertheless; then it is replayed before its repetition and does no harm.
    protected override void OnPersistRejected(Exception cause, object @event, long sequenceNr)
    {
        _log.Warning(cause, "What partition {Partition} learned of objects could not be stored; it serves on and tries again", _id);
        _memory.Failed();
        _receipts.NotWritten();

        // They ask again; those that have given up must not be kept.
        _claimants.Clear();
        GoOn(AfterFailure, failed: true);
    }

    private void OnNote(NoteObjects note)
    {
        _memory.Note(note.Places, note.Unbooked ?? []);
        if (!_memory.HasMore && !_memory.IsSaving)
        {
            Sender.Tell(new ObjectsKept(note.Number), Self);
            return;
        }

        _receipts.Add(Sender, note.Number);
        WriteSoon();
    }

    // Granted only once it is durable: who is told so books the tokens, whatever becomes of this node.
    private void OnTake(TakeUsage take)
    {
        var claim = _memory.Take(take.Key, take.Taker);
        if (claim == UsageClaim.Pending)
        {
            _claimants[take.Taker] = Sender;
            WriteSoon();
            return;
        }

        Sender.Tell(new UsageTaken(take.Key, take.Taker, claim == UsageClaim.Granted), Self);
    }

    // Answered only once it is durable, too: else a kill could leave the tokens with a read that never books them.
    private void OnReturn(ReturnUsage returned)
    {
        if (_memory.Return(returned.Key, returned.Taker))
        {
            Sender.Tell(new UsageTaken(returned.Key, returned.Taker, IsGranted: false), Self);
        }
        else
        {
            WriteSoon();
        }
    }

    private void WriteSoon()
    {
        if (!_memory.IsSaving && !Timers.IsTimerActive(nameof(WriteTick)))
        {
            SetBusy(true);
            Timers.StartSingleTimer(nameof(WriteTick), WriteTick.Instance, _pace.Interval);
        }
    }

    private void Write()
    {
        if (_memory.IsSaving)
        {
            return;
        }

        Timers.Cancel(nameof(WriteTick));
        if (_memory.NextEvent(MostPerEvent) is not { } next)
        {
            GoOn(_pace.Interval, failed: false);
            return;
        }

        if (!_memory.HasMore)
        {
            _receipts.AllIsBeingWritten();
        }

        PersistAsync(next, _ => OnWritten());
    }

    private void OnWritten()
    {
        foreach (var mark in _memory.Saved())
        {
            if (_claimants.Remove(mark.Taker!.Value, out var courier))
            {
                courier.Tell(new UsageTaken(mark.Key, mark.Taker.Value, IsGranted: true), Self);
            }
        }

        _receipts.TellWritten(Self);
        if (++_eventsSinceSnapshot >= _eventsPerSnapshot)
        {
            _eventsSinceSnapshot = 0;
            SaveSnapshot(_memory.Snapshot());
        }

        GoOn(_pace.Interval, failed: false);
    }

    /// <summary>No write is under way: the next one, or rest.</summary>
    private void GoOn(TimeSpan pause, bool failed)
    {
        if (!_memory.HasMore)
        {
            _claimants.Clear();
            _receipts.TellAll(Self);
        }

        SetBusy(_memory.HasMore);
        if (_handingOff && (failed || !_memory.HasMore))
        {
            Context.Stop(Self);
        }
        else if (_handingOff)
        {
            Write();
        }
        else if (_memory.HasMore)
        {
            Timers.StartSingleTimer(nameof(WriteTick), WriteTick.Instance, pause);
        }
    }

    private void OnSnapshotSaved(SaveSnapshotSuccess saved)
    {
        DeleteMessages(saved.Metadata.SequenceNr);
        DeleteSnapshots(new SnapshotSelectionCriteria(saved.Metadata.SequenceNr - 1));
    }

    // What it learned goes along; a store that is away holds nobody up, as the couriers tell it again.
    private void OnHandOff()
    {
        _handingOff = true;
        Timers.StartSingleTimer(nameof(HandOffEnds), HandOffEnds.Instance, LongestHandOff);
        Write();
    }

    private void SetBusy(bool busy)
    {
        if (busy != _busy)
        {
            _busy = busy;
            (busy ? (Action)_pace.Enter : _pace.Leave)();
        }
    }

    private sealed record WriteTick
    {
        public static readonly WriteTick Instance = new();
    }

    private sealed record HandOffEnds
    {
        public static readonly HandOffEnds Instance = new();
    }
}
