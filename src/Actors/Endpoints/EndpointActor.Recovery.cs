using Akka.Actor;
using Akka.Event;
using Akka.Persistence;
using MultiplexCluster.Contracts.Durability;
using MultiplexCluster.Contracts.Identity;
using MultiplexCluster.Contracts.Protocol;
using MultiplexCluster.Core.Administration;
using MultiplexCluster.Core.Counting;
using MultiplexCluster.Core.Health;

namespace MultiplexCluster.Actors.Endpoints;

// A new incarnation: state from the store, then from the routers what they hold, and only then the first grant.
internal sealed partial class EndpointActor
{
    private static readonly TimeSpan TakeoverLimit = TimeSpan.FromSeconds(2);
    private readonly HashSet<RouterId> _heardOf = [];
    private readonly HashSet<CallId> _heldCalls = [];
    private readonly HashSet<CallId> _withdrawnWhileHeld = [];
    private int? _awaitedRouters;
    private bool _takingOver = true;
    private long _inheritedEpoch;

    protected override void OnRecover(object message)
    {
        ReadClock();
        switch (message)
        {
            case SnapshotOffer { Snapshot: EndpointCheckpoint checkpoint } offer:
                Restore(checkpoint);
                _lastSnapshot = offer.Metadata.SequenceNr;
                break;
            case IEndpointEvent happened:
                Apply(happened);
                break;
            case RecoveryCompleted:
                OnRecovered();
                break;
            default:
                throw new InvalidOperationException($"unknown record of endpoint {_id}: {message.GetType().Name}");
        }
    }

    private void Restore(EndpointCheckpoint checkpoint)
    {
        _profile = new EndpointProfile(checkpoint.Settings, checkpoint.Key, checkpoint.CreatedAt, checkpoint.IsDraining);
        _target = TargetOf(_profile);
        _counters = Counters.Of(checkpoint.Stats);
        _health = StoredHealthRules.Restore(checkpoint.Health, _now, WallNow);
        _routers.Restore(checkpoint.Marks);
    }

    private void OnRecovered()
    {
        // A pause that came along began after the calls that came along with it: of them it knows all it will ever know.
        _inheritedEpoch = _health.ProbeNeeded ? _health.Epoch - 1 : _health.Epoch;
        if (_profile is null)
        {
            _takingOver = false;
            return;
        }

        _around.Reporter.Tell(new HoldingsRequest(_id, _incarnation, _routers.Marks));
        Timers.StartSingleTimer(nameof(TakeoverTimeout), TakeoverTimeout.Instance, TakeoverLimit);
    }

    // Stash() throws on a message equal to the one before: a question asked again is held once, and commands, which
    // may be equal, wait in their own line.
    private void HoldDuringTakeover(IEndpointMessage message)
    {
        if (message is IAdminCommand command)
        {
            _commands.Enqueue((command, Sender));
        }
        else if (message is Acquire ask && _heldCalls.Add(ask.CallId))
        {
            Stash.Stash();
        }
    }

    private void OnRoutersAsked(RoutersAsked asked)
    {
        _awaitedRouters = asked.Count;
        EndTakeoverIfComplete();
    }

    private void OnHoldings(Holdings holdings)
    {
        if (holdings.Incarnation != _incarnation || _profile is null)
        {
            return;
        }

        // An answer after the takeover's end counts as well: those calls run, whatever was granted meanwhile.
        _heardOf.Add(holdings.Router);
        var router = _routers.Of(holdings.Router);
        router.Actor = Sender;
        foreach (var (i, call) in holdings.Permits.Index())
        {
            var keyVersion = i < holdings.KeyVersions.Count ? holdings.KeyVersions[i] : _target!.Key.Version;
            _permits.TryAdd(call, new Permit(router, _inheritedEpoch, keyVersion, _now));
        }

        foreach (var report in holdings.Reports)
        {
            OnReport(report);
        }

        EndTakeoverIfComplete();
    }

    private void EndTakeoverIfComplete()
    {
        if (_takingOver && _heardOf.Count >= _awaitedRouters)
        {
            // Only now is it known that those not heard of are no more.
            _routers.KeepOnly(_heardOf);
            EndTakeover();
        }
    }

    private void EndTakeover()
    {
        if (!_takingOver)
        {
            return;
        }

        _takingOver = false;
        Timers.Cancel(nameof(TakeoverTimeout));
        HealthChanged();
        _heldCalls.Clear();
        Stash.UnstashAll();
        NextCommand();
        FinishDrainIfIdle();
    }

    private void OnWake()
    {
        if (_profile is null && _committing is null && _mayHaveBeenCreated)
        {
            EraseRefusedCreation();
            return;
        }

        if (_profile is null && !_takingOver && _committing is null)
        {
            // The id was reserved, but its endpoint was never made durable.
            _around.Catalog.Tell(new ReleaseId(_id, _wasRemoved));
            return;
        }

        FinishDrainIfIdle();
    }

    protected override void OnRecoveryFailure(Exception reason, object? message = null)
    {
        _log.Error(reason, "Endpoint {EndpointId} could not be read from the store; it serves nothing and nothing was overwritten", _id);
        _around.Unreadable.Add(_id.Value, $"what is stored of it could not be read ({reason.GetType().Name})");
    }

    private sealed record TakeoverTimeout
    {
        public static readonly TakeoverTimeout Instance = new();
    }
}

/// <summary>The reporter's answer to a <see cref="HoldingsRequest"/>: how many routers it asked.</summary>
internal sealed record RoutersAsked(int Count);
