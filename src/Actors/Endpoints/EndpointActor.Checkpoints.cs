using Akka.Actor;
using Akka.Event;
using Akka.Persistence;
using MultiplexCluster.Contracts.Durability;
using MultiplexCluster.Contracts.Identity;
using MultiplexCluster.Contracts.Protocol;
using MultiplexCluster.Core.Health;
using MultiplexCluster.Core.Limits;

namespace MultiplexCluster.Actors.Endpoints;

// Counters and health are made durable by snapshots: a failed snapshot is only a message, while a failed persist
// would stop the actor and its queue with it.
internal sealed partial class EndpointActor
{
    private static readonly TimeSpan AfterFailure = TimeSpan.FromSeconds(1);

    private bool _dirty;
    private bool _urgent;
    private bool _busy;
    private EndpointCheckpoint? _beingSaved;
    private long _lastSnapshot = -1;

    private void MarkDirty()
    {
        if (!_dirty)
        {
            _dirty = true;
            SetBusy(true);
            ScheduleCheckpoint(_around.Pace.Interval);
        }
    }

    /// <summary>What must not be lost is written as soon as no other write is under way: no call goes to a key that a restart forgot is paused.</summary>
    private void CheckpointAtOnce()
    {
        MarkDirty();
        _urgent = true;
        Checkpoint();
    }

    private void ScheduleCheckpoint(TimeSpan pause)
    {
        if (_beingSaved is null)
        {
            Timers.StartSingleTimer(nameof(CheckpointTick), CheckpointTick.Instance, pause);
        }
    }

    private void SetBusy(bool busy)
    {
        if (busy != _busy)
        {
            _busy = busy;
            (busy ? (Action)_around.Pace.Enter : _around.Pace.Leave)();
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
            (_dirty, _urgent) = (false, false);
            SetBusy(false);
            return;
        }

        // An event under way already has its number: a snapshot now would carry that number without the event.
        if (_committing is not null)
        {
            ScheduleCheckpoint(_around.Pace.Interval);
            return;
        }

        (_dirty, _urgent) = (false, false);
        Timers.Cancel(nameof(CheckpointTick));
        _beingSaved = new EndpointCheckpoint(
            WallNow,
            _profile.CreatedAt,
            _profile.Settings,
            _profile.Key,
            _profile.IsDraining,
            StoredHealthRules.Store(_health, _now, WallNow),
            _counters.ToStats(),
            _routers.Marks,
            StoredLimitsRules.Store(_limits, _models, _permits.Count, _now, WallNow));
        SaveSnapshot(_beingSaved);
    }

    private void OnCheckpointSaved(SaveSnapshotSuccess saved)
    {
        if (_beingSaved is not { } checkpoint)
        {
            return;
        }

        _beingSaved = null;
        foreach (var (router, mark) in checkpoint.Marks)
        {
            _routers.Find(router)?.Actor?.Tell(new ReportsCovered(_id, router, mark));
        }

        if (_lastSnapshot >= 0 && _lastSnapshot < saved.Metadata.SequenceNr)
        {
            DeleteSnapshots(new SnapshotSelectionCriteria(saved.Metadata.SequenceNr - 1));
        }

        _lastSnapshot = saved.Metadata.SequenceNr;
        AfterCheckpoint(_around.Pace.Interval);
    }

    private void OnCheckpointFailed(SaveSnapshotFailure failed)
    {
        _log.Warning(failed.Cause, "Checkpoint of endpoint {EndpointId} failed; it serves on and tries again", _id);
        _beingSaved = null;
        _dirty = true;
        AfterCheckpoint(AfterFailure, failed: true);
    }

    private void AfterCheckpoint(TimeSpan pause, bool failed = false)
    {
        SetBusy(_dirty);
        if (_handingOff)
        {
            // What has happened since, a cooldown above all, goes along; a store that is away holds nobody up.
            ContinueHandOff(givesUp: failed);
        }
        else if (_urgent && !failed)
        {
            Checkpoint();
        }
        else if (_dirty)
        {
            ScheduleCheckpoint(pause);
        }
    }

    private sealed record CheckpointTick
    {
        public static readonly CheckpointTick Instance = new();
    }
}
