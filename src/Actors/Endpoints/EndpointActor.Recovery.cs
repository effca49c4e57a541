using Akka.Actor;
using Akka.Event;
using Akka.Persistence;
using MultiplexCluster.Contracts.Durability;
using MultiplexCluster.Contracts.Identity;
using MultiplexCluster.Contracts.Protocol;
using MultiplexCluster.Core.Administration;
using MultiplexCluster.Core.Counting;
using MultiplexCluster.Core.Health;
using MultiplexCluster.Core.Limits;

namespace MultiplexCluster.Actors.Endpoints;

// A new incarnation: state from the store, then from the routers what they hold, and only then the first grant.
internal sealed partial class EndpointActor
{
    private static readonly TimeSpan AskRoutersEvery = TimeSpan.FromMilliseconds(500);
    private readonly HashSet<CallId> _withdrawnWhileHeld = [];
    private Takeover? _takeover;

    /// <summary>Questions and commands are held until the takeover is complete.</summary>
    private bool IsTakingOver => _takeover is { HoldsUp: true };

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
        _limits = StoredLimitsRules.Restore(checkpoint.Limits, checkpoint.Settings, _now, WallNow);
        _models = StoredLimitsRules.RestoreModels(checkpoint.Limits, _now, WallNow);
        _routers.Restore(checkpoint.Marks);
    }

    private void OnRecovered()
    {
        // A pause that came along began after the calls that came along with it: of them it knows all it will ever know.
        _inheritedEpoch = _health.ProbeNeeded ? _health.Epoch - 1 : _health.Epoch;
        if (_profile is not null)
        {
            BeginTakeover(holdsUp: true);
        }
    }

    /// <summary>
    /// Makes this incarnation known to all routers. A new endpoint has no permits out and grants meanwhile; the routers
    /// must hear of it all the same, as they take permits from nobody but the incarnation that asked last.
    /// </summary>
    private void BeginTakeover(bool holdsUp)
    {
        _isIntroduced = true;

        // Reserved it is, unless the catalog took it for given up while it was being made.
        _around.Catalog.Tell(new ReserveId(_id, FromEnvironment: false));
        _takeover = new Takeover(holdsUp);
        Timers.StartPeriodicTimer(nameof(TakeoverTick), TakeoverTick.Instance, AskRoutersEvery);
        AskRouters();
    }

    private void AskRouters() =>
        _around.Reporter.Tell(new AskRouters(new HoldingsRequest(_id, _incarnation, _routers.Marks), _takeover!.Answered));

    private void OnTakeoverTick()
    {
        EndTakeoverIfComplete();
        if (_takeover is not null)
        {
            AskRouters();
        }
    }

    // Stash() throws on a message equal to the one before: a question asked again is held once, and commands, which
    // may be equal, wait in their own line.
    private void HoldDuringTakeover(IEndpointMessage message)
    {
        if (message is IAdminCommand command)
        {
            _commands.Enqueue((command, Sender));
        }
        else if (message is Acquire ask && _takeover!.Hold(ask.CallId))
        {
            Stash.Stash();
        }
    }

    private void OnRoutersAsked(RoutersAsked asked)
    {
        _takeover?.Asked(asked.Nodes);
        EndTakeoverIfComplete();
    }

    private void OnHoldings(Holdings holdings)
    {
        if (holdings.Incarnation != _incarnation || _profile is null || _around.Leases.HasEnded(holdings.Router.Node))
        {
            return;
        }

        // An answer after the takeover's end counts as well: those calls run, whatever was granted meanwhile.
        _takeover?.Heard(holdings);
        var router = _routers.Of(holdings.Router);
        router.Actor = Sender;
        foreach (var (i, call) in holdings.Permits.Index())
        {
            var keyVersion = i < holdings.KeyVersions.Count ? holdings.KeyVersions[i] : _target!.Key.Version;
            if (_permits.TryAdd(call, new Permit(router, _inheritedEpoch, keyVersion, _now)))
            {
                CountInherited(0);
            }
        }

        EndTakeoverIfComplete();
    }

    private void EndTakeoverIfComplete()
    {
        if (_takeover is not { } takeover || !takeover.IsComplete(_around.Leases))
        {
            return;
        }

        _takeover = null;
        Timers.Cancel(nameof(TakeoverTick));
        if (!takeover.HoldsUp)
        {
            return;
        }

        // Only now is it known that those not heard of are no more.
        _limits?.EndInheritance();
        _routers.KeepOnly(takeover.Routers);

        // A node that ended meanwhile was told of before this endpoint was known here.
        foreach (var node in _permits.Nodes.Where(_around.Leases.HasEnded))
        {
            OnNodeEnded(node);
        }

        HealthChanged();
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

        if (_profile is null && _committing is null)
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

    private sealed record TakeoverTick
    {
        public static readonly TakeoverTick Instance = new();
    }
}

/// <summary>Ask the routers of all nodes but those that have answered. Answered by the reporter with <see cref="RoutersAsked"/>.</summary>
internal sealed record AskRouters(HoldingsRequest Request, IReadOnlySet<NodeId> Answered);

/// <summary>The reporter's answer to <see cref="AskRouters"/>: all nodes that have a router, those not asked again included.</summary>
internal sealed record RoutersAsked(IReadOnlySet<NodeId> Nodes);
