using Akka.Actor;
using Akka.Cluster.Sharding;
using Akka.Persistence;
using MultiplexCluster.Contracts.Durability;
using MultiplexCluster.Contracts.Protocol;

namespace MultiplexCluster.Actors.Endpoints;

// How an endpoint goes: deleted by an operator, or handed off to another node.
internal sealed partial class EndpointActor
{
    private static readonly TimeSpan RetryRemovalAfter = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan HandOffLimit = TimeSpan.FromSeconds(3);
    private bool _handingOff;
    private bool _wasRemoved;

    private void FinishDrainIfIdle()
    {
        if (_profile is not { IsDraining: true } || _permits.Count > 0 || _committing is not null || IsTakingOver)
        {
            return;
        }

        CommitAll(new Commit(null, 1), [new EndpointRemoved(WallNow)]);
    }

    private void RetryRemoval() =>
        Timers.StartSingleTimer(nameof(RetryRemoval), new WakeEndpoint(_id), RetryRemovalAfter);

    // A creation that was answered as not stored must not come back once its id is given up: the catalog does that after
    // a while, as for every id without an endpoint.
    private void EraseRefusedCreation() => CommitAll(new Commit(null, 1), [new EndpointRemoved(WallNow, WasRefused: true)]);

    /// <summary>Nothing is left: routers and the catalog forget the id, and so does the store.</summary>
    private void AfterRemoval()
    {
        (_takeover, _isIntroduced) = (null, false);
        Timers.Cancel(nameof(TakeoverTick));
        StopKeyCheck();
        if (_wasRemoved)
        {
            _around.Reporter.Tell(new EndpointGone(_id));
            _around.Catalog.Tell(new ReleaseId(_id, WasDeleted: true));
        }

        DeleteSnapshots(SnapshotSelectionCriteria.Latest);
        if (LastSequenceNr > 1)
        {
            DeleteMessages(LastSequenceNr - 1);
        }
    }

    private void OnIdReleased() => StopIfNothing();

    /// <summary>
    /// An id without an endpoint keeps no actor. It is handed off, not just stopped: a creation that comes in between is
    /// carried to its end and answered.
    /// </summary>
    private void StopIfNothing()
    {
        if (_profile is null && _committing is null && !_mayHaveBeenCreated)
        {
            Context.Parent.Tell(new Passivate(HandOff.Instance));
        }
    }

    // The queue's own stashes would vanish silently, and those that wait with them.
    protected override void PostStop()
    {
        MoveWaiters();
        RefuseCommands();
        SetBusy(false);
        base.PostStop();
    }

    private void MoveWaiters()
    {
        foreach (var (call, waiter) in _room.InOrder())
        {
            waiter.Router.Tell(new Moved(_id, call));
        }

        _room.Clear();
    }

    private void OnHandOff()
    {
        MoveWaiters();
        _handingOff = true;
        Timers.StartSingleTimer(nameof(HandOffTimeout), HandOffTimeout.Instance, HandOffLimit);
        ContinueHandOff();
    }

    /// <summary>Stops when all that is under way has come to its end: an operator's changes are answered, counters and health are stored.</summary>
    private void ContinueHandOff(bool givesUp = false)
    {
        if (!_handingOff || _committing is not null || (_beingSaved is not null && !givesUp))
        {
            return;
        }

        if (_dirty && !givesUp)
        {
            Checkpoint();
        }

        // An id without an endpoint has nothing to save.
        if (_beingSaved is null)
        {
            Context.Stop(Self);
        }
    }

    private sealed record HandOffTimeout
    {
        public static readonly HandOffTimeout Instance = new();
    }
}

/// <summary>The shard's word that this entity leaves its node.</summary>
internal sealed record HandOff
{
    public static readonly HandOff Instance = new();
}
