using Akka.Actor;
using Akka.Persistence;
using MultiplexCluster.Contracts.Durability;
using MultiplexCluster.Contracts.Identity;
using MultiplexCluster.Contracts.Protocol;
using MultiplexCluster.Core.Catalog;

namespace MultiplexCluster.Actors.Catalog;

/// <summary>
/// The cluster's list of endpoint ids, and nothing else of them. It wakes every endpoint when it starts and again at
/// intervals, so that each is running and announced somewhere.
/// </summary>
internal sealed class EndpointCatalog : UntypedPersistentActor, IWithTimers
{
    private const int WakeBatch = 250;

    /// <summary>Ids in one message: up to 67 bytes each, well below the frame limit.</summary>
    private const int IdsPerPage = 1_500;

    private const int EventsPerSnapshot = 500;
    private static readonly TimeSpan WakePause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan WakeInterval = TimeSpan.FromSeconds(30);

    // A reservation this young may still be on its way to its endpoint.
    private static readonly TimeSpan ReservationGrace = TimeSpan.FromSeconds(60);

    private readonly IActorRef _region;
    private readonly CatalogState _state = new();
    private readonly Dictionary<EndpointId, TimeSpan> _young = [];
    private readonly Queue<EndpointId> _toWake = [];
    private IActorRef? _asker;

    public EndpointCatalog(IActorRef region) => _region = region;

    public ITimerScheduler Timers { get; set; } = null!;

    public override string PersistenceId => "endpoint-catalog";

    public static Props Props(IActorRef region) => Akka.Actor.Props.Create(() => new EndpointCatalog(region));

    protected override void OnCommand(object message)
    {
        switch (message)
        {
            case ReserveId reserve: OnReserve(reserve); break;
            case ReleaseId release: OnRelease(release); break;
            case ListIds list: OnList(list); break;
            case WakeRound: BeginWakeRound(); break;
            case WakeNext: WakeBatchOfEndpoints(); break;
            case SaveSnapshotSuccess saved: DeleteSnapshots(new SnapshotSelectionCriteria(saved.Metadata.SequenceNr - 1)); break;
            case SaveSnapshotFailure or DeleteSnapshotsSuccess or DeleteSnapshotsFailure: break;
            default: Unhandled(message); break;
        }
    }

    protected override void OnRecover(object message)
    {
        switch (message)
        {
            case SnapshotOffer { Snapshot: CatalogSnapshot snapshot }: _state.Restore(snapshot); break;
            case IJournalType happened: _state.Apply(happened); break;
            case RecoveryCompleted: BeginWakeRound(); break;
            default: throw new InvalidOperationException($"unknown record of the catalog: {message.GetType().Name}");
        }
    }

    protected override void OnPersistRejected(Exception cause, object @event, long sequenceNr)
    {
        _asker?.Tell(new CatalogUnavailable("the store could not be written"));

        // The event may have been stored all the same: a snapshot past its number keeps a restart from replaying it.
        SaveSnapshot(_state.ToSnapshot());
    }

    private void OnList(ListIds list)
    {
        var after = list.After?.Value;
        var page = _state.Ids
            .Where(id => string.CompareOrdinal(id.Value, after) > 0)
            .OrderBy(id => id.Value, StringComparer.Ordinal)
            .Take(IdsPerPage + 1)
            .ToList();
        Sender.Tell(new EndpointIds([.. page.Take(IdsPerPage)], _state.Ids.Count, page.Count > IdsPerPage));
    }

    private void OnReserve(ReserveId reserve)
    {
        var id = reserve.EndpointId;
        if (_state.Contains(id) && reserve.FromEnvironment && !_state.IsFromEnvironment(id))
        {
            // It was given up and taken again meanwhile by the endpoint itself, which doesn't know where it comes from.
            Commit(new IdWasReserved(id, true), new IdTaken(id, DeletedByOperator: false));
            return;
        }

        if (_state.Contains(id) || (reserve.FromEnvironment && _state.WasDeleted(id)))
        {
            Sender.Tell(new IdTaken(id, !_state.Contains(id)));
            return;
        }

        Commit(new IdWasReserved(id, reserve.FromEnvironment), new IdReserved(id));
        _young[id] = Context.System.Scheduler.MonotonicClock;
    }

    private void OnRelease(ReleaseId release)
    {
        if (_state.Contains(release.EndpointId))
        {
            Commit(new IdWasReleased(release.EndpointId, release.WasDeleted), new IdReleased(release.EndpointId));
        }
        else
        {
            Sender.Tell(new IdReleased(release.EndpointId));
        }
    }

    private void Commit(IJournalType happened, IWireMessage answer)
    {
        var asker = _asker = Sender;
        Persist(happened, e =>
        {
            _state.Apply(e);
            asker.Tell(answer);
            if (LastSequenceNr % EventsPerSnapshot == 0)
            {
                SaveSnapshot(_state.ToSnapshot());
            }
        });
    }

    private void BeginWakeRound()
    {
        var now = Context.System.Scheduler.MonotonicClock;
        foreach (var old in _young.Where(y => now - y.Value >= ReservationGrace).Select(y => y.Key).ToList())
        {
            _young.Remove(old);
        }

        foreach (var id in _state.Ids.Where(id => !_young.ContainsKey(id)))
        {
            _toWake.Enqueue(id);
        }

        WakeBatchOfEndpoints();
    }

    private void WakeBatchOfEndpoints()
    {
        for (var i = 0; i < WakeBatch && _toWake.TryDequeue(out var id); i++)
        {
            _region.Tell(new WakeEndpoint(id));
        }

        var (tick, pause) = _toWake.Count > 0 ? ((object)WakeNext.Instance, WakePause) : (WakeRound.Instance, WakeInterval);
        Timers.StartSingleTimer("wake", tick, pause);
    }

    private sealed record WakeRound
    {
        public static readonly WakeRound Instance = new();
    }

    private sealed record WakeNext
    {
        public static readonly WakeNext Instance = new();
    }
}
