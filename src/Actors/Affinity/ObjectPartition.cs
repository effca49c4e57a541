using Akka.Actor;
using Akka.Event;
using Akka.Persistence;
using MultiplexCluster.Actors.Endpoints;
using MultiplexCluster.Contracts.Durability;
using MultiplexCluster.Contracts.Protocol;
using MultiplexCluster.Core.Affinity;

namespace MultiplexCluster.Actors.Affinity;

/// <summary>
/// One part of the cluster's memory of which endpoint's account holds which object. It answers from memory at once and
/// writes what it learned a moment later, much in one event; a store that is away costs it nothing but durability.
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
    private const int MostToldLater = 20_000;

    private readonly int _capacity;
    private readonly int _eventsPerSnapshot;
    private readonly ObjectMemory _memory;
    private readonly UnsavedPlaces _unsaved;
    private readonly ILoggingAdapter _log = Context.GetLogger();

    // Who is told what is durable: after the write under way, and after the one that follows it.
    private HashSet<(IActorRef Courier, long Number)> _toldNow = [];
    private HashSet<(IActorRef Courier, long Number)> _toldNext = [];
    private int _eventsSinceSnapshot;
    private bool _handingOff;
    private bool _busy;

    public ObjectPartition(string entityId, int capacity, CheckpointPace pace, int eventsPerSnapshot)
    {
        (_id, _capacity, _pace, _memory, _eventsPerSnapshot) = (entityId, capacity, pace, new ObjectMemory(capacity), eventsPerSnapshot);
        _unsaved = new UnsavedPlaces(_memory);
    }

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
            case SnapshotOffer { Snapshot: ObjectMemorySnapshot snapshot }: Remember(snapshot.Places); break;
            case ObjectsNoted noted: Remember(noted.Places); _eventsSinceSnapshot++; break;
            case RecoveryCompleted: break;
            default: throw new InvalidOperationException($"unknown record of the objects: {message.GetType().Name}");
        }
    }

    // It may be stored nevertheless; then it is replayed before its repetition and does no harm.
    protected override void OnPersistRejected(Exception cause, object @event, long sequenceNr)
    {
        _log.Warning(cause, "What partition {Partition} learned of objects could not be stored; it serves on and tries again", _id);
        _unsaved.Failed();
        _toldNext.UnionWith(_toldNow);
        _toldNow = [];
        GoOn(AfterFailure, failed: true);
    }

    private void Remember(IEnumerable<Contracts.Identity.ObjectPlace> places)
    {
        foreach (var place in places)
        {
            _memory.Note(place);
        }
    }

    private void OnNote(NoteObjects note)
    {
        foreach (var place in note.Places)
        {
            if (_memory.Note(place))
            {
                _unsaved.Add(place);
            }
        }

        if (!_unsaved.HasMore && !_unsaved.IsSaving)
        {
            Sender.Tell(new ObjectsKept(note.Number), Self);
            return;
        }

        if (_toldNext.Count < MostToldLater)
        {
            // A courier who is not told says it again.
            _toldNext.Add((Sender, note.Number));
        }

        if (_unsaved.Count > 2 * _capacity)
        {
            _unsaved.Prune();
        }

        if (!_unsaved.IsSaving && !Timers.IsTimerActive(nameof(WriteTick)))
        {
            SetBusy(true);
            Timers.StartSingleTimer(nameof(WriteTick), WriteTick.Instance, _pace.Interval);
        }
    }

    private void Write()
    {
        if (_unsaved.IsSaving)
        {
            return;
        }

        Timers.Cancel(nameof(WriteTick));
        var batch = _unsaved.Take(MostPerEvent);
        if (batch.Count == 0)
        {
            GoOn(_pace.Interval, failed: false);
            return;
        }

        // Those whose places wait for a later batch are told after that one.
        if (!_unsaved.HasMore)
        {
            (_toldNow, _toldNext) = (_toldNext, []);
        }

        PersistAsync(new ObjectsNoted(batch), _ => OnWritten());
    }

    private void OnWritten()
    {
        _unsaved.Saved();
        Tell(_toldNow);
        if (++_eventsSinceSnapshot >= _eventsPerSnapshot)
        {
            _eventsSinceSnapshot = 0;
            SaveSnapshot(new ObjectMemorySnapshot([.. _memory.Places]));
        }

        GoOn(_pace.Interval, failed: false);
    }

    /// <summary>No write is under way: the next one, or rest.</summary>
    private void GoOn(TimeSpan pause, bool failed)
    {
        if (!_unsaved.HasMore)
        {
            Tell(_toldNext);
        }

        SetBusy(_unsaved.HasMore);
        if (_handingOff && (failed || !_unsaved.HasMore))
        {
            Context.Stop(Self);
        }
        else if (_handingOff)
        {
            Write();
        }
        else if (_unsaved.HasMore)
        {
            Timers.StartSingleTimer(nameof(WriteTick), WriteTick.Instance, pause);
        }
    }

    private void Tell(HashSet<(IActorRef Courier, long Number)> told)
    {
        foreach (var (courier, number) in told)
        {
            courier.Tell(new ObjectsKept(number), Self);
        }

        told.Clear();
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
