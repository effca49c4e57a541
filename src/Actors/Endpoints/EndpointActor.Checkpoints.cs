using Akka.Actor;
using Akka.Event;
using Akka.Persistence;
using MultiplexCluster.Contracts.Durability;
using MultiplexCluster.Contracts.Identity;
using MultiplexCluster.Contracts.Protocol;
using MultiplexCluster.Core.Health;

namespace MultiplexCluster.Actors.Endpoints;

// Counters and health are made durable by snapshots: a failed snapshot is only a message, while a failed persist
// would stop the actor and its queue with it.
internal sealed partial class EndpointActor
{
    private static readonly TimeSpan ShortestInterval = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan AfterFailure = TimeSpan.FromSeconds(1);

    // A store that is slow to write gets a fifth of the time, whatever the number of busy endpoints.
    private const int RestPerWrite = 4;

    private bool _dirty;
    private EndpointCheckpoint? _beingSaved;
    private TimeSpan _saveBegan;
    private TimeSpan _interval = ShortestInterval;
    private long _lastSnapshot = -1;

    private void MarkDirty()
    {
        if (!_dirty)
        {
            _dirty = true;
            ScheduleCheckpoint();
        }
    }

    private void ScheduleCheckpoint()
    {
        if (_beingSaved is null)
        {
            Timers.StartSingleTimer(nameof(CheckpointTick), CheckpointTick.Instance, _interval);
        }
    }

    private void Checkpoint()
    {
        if (!_dirty || _beingSaved is not null)
        {
            return;
        }

        if (_profile is null)
        {
            _dirty = false;
            return;
        }

        // An event under way already has its number: a snapshot now would carry that number without the event.
        if (_committing is not null)
        {
            ScheduleCheckpoint();
            return;
        }

        _dirty = false;
        _saveBegan = Now;
        _beingSaved = new EndpointCheckpoint(
            WallNow,
            _profile.CreatedAt,
            _profile.Settings,
            _profile.Key,
            _profile.IsDraining,
            StoredHealthRules.Store(_health, Now, WallNow),
            _counters.ToStats(),
            new Dictionary<RouterId, long>(_ledger.Marks));
        SaveSnapshot(_beingSaved);
    }

    private void OnCheckpointSaved(SaveSnapshotSuccess saved)
    {
        if (_beingSaved is not { } checkpoint)
        {
            return;
        }

        _beingSaved = null;
        var took = Now - _saveBegan;
        _interval = took * RestPerWrite > ShortestInterval ? took * RestPerWrite : ShortestInterval;
        foreach (var (router, mark) in checkpoint.Marks)
        {
            _routers.GetValueOrDefault(router)?.Tell(new ReportsCovered(_id, router, mark));
        }

        if (_lastSnapshot >= 0 && _lastSnapshot < saved.Metadata.SequenceNr)
        {
            DeleteSnapshots(new SnapshotSelectionCriteria(saved.Metadata.SequenceNr - 1));
        }

        _lastSnapshot = saved.Metadata.SequenceNr;
        AfterCheckpoint();
    }

    private void OnCheckpointFailed(SaveSnapshotFailure failed)
    {
        _log.Warning(failed.Cause, "Checkpoint of endpoint {EndpointId} failed; it serves on and tries again", _id);
        _beingSaved = null;
        _dirty = true;
        _interval = AfterFailure;
        AfterCheckpoint(failed: true);
    }

    private void AfterCheckpoint(bool failed = false)
    {
        if (_handingOff && (failed || !_dirty))
        {
            Context.Stop(Self);
        }
        else if (_handingOff)
        {
            // What has happened since, a cooldown above all, goes along.
            Checkpoint();
        }
        else if (_dirty)
        {
            ScheduleCheckpoint();
        }
    }

    private sealed record CheckpointTick
    {
        public static readonly CheckpointTick Instance = new();
    }
}
