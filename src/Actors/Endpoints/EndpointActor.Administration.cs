using Akka.Actor;
using Akka.Event;
using MultiplexCluster.Contracts.Durability;
using MultiplexCluster.Contracts.Endpoints;
using MultiplexCluster.Contracts.Identity;
using MultiplexCluster.Contracts.Protocol;
using MultiplexCluster.Core.Administration;
using MultiplexCluster.Core.Counting;
using MultiplexCluster.Core.Health;
using MultiplexCluster.Core.Limits;
using MultiplexCluster.Core.Settings;

namespace MultiplexCluster.Actors.Endpoints;

// An operator's commands: decided by the core, answered when durable, carried out while calls go on.
internal sealed partial class EndpointActor
{
    private readonly Queue<(IAdminCommand Command, IActorRef Sender)> _commands = [];
    private Commit? _committing;

    // Routers were asked what they hold, by which they know this incarnation.
    private bool _isIntroduced;

    // What is counted while a reset is on its way to the journal.
    private Counters? _sinceReset;

    // Its creation was refused as not stored, and may be stored all the same.
    private bool _mayHaveBeenCreated;

    private void OnAdminCommand(IAdminCommand command)
    {
        if (_committing is not null && command is not DescribeEndpoint)
        {
            _commands.Enqueue((command, Sender));
            return;
        }

        Execute(command, Sender);
    }

    private void Execute(IAdminCommand command, IActorRef sender)
    {
        var view = new AdminView(_profile, _health.IsQuarantined(_now), _routers.Marks);
        var decision = AdminRules.Decide(
            view, command, (patch, merged) => SettingsRules.CheckChange(patch, merged, _around.AllowPrivateNetworks), WallNow);
        if (decision.Refusal is { } refusal)
        {
            sender.Tell(new AdminRefused(_id, refusal, decision.Errors));
            StopIfNothing();
        }
        else if (decision.Events.Count == 0)
        {
            sender.Tell(Described());
        }
        else
        {
            CommitAll(new Commit(sender, decision.Events.Count), decision.Events);
        }
    }

    // PersistAsync lets calls go on while the write is under way; commands wait for one another in _commands.
    private void CommitAll(Commit commit, IReadOnlyList<IEndpointEvent> events)
    {
        _committing = commit;
        _sinceReset = events is [StatsReset reset] ? Counters.From(reset.At) : null;
        PersistAllAsync(events, happened =>
        {
            ReadClock();
            Apply(happened);
            if (--commit.Left == 0)
            {
                _committing = null;
                AfterEvents();
                commit.Sender?.Tell(_profile is null ? new AdminRefused(_id, AdminRefusal.NotFound) : Described());
                AfterCommit();
            }
        });
    }

    protected override void OnPersistRejected(Exception cause, object @event, long sequenceNr)
    {
        ReadClock();
        _log.Warning(cause, "A change of endpoint {EndpointId} could not be stored; it serves on unchanged", _id);
        if (_profile is not null)
        {
            // It may have been stored all the same: a checkpoint past its number keeps a restart from replaying it.
            MarkDirty();
        }

        _sinceReset = null;
        _mayHaveBeenCreated |= @event is EndpointCreated;
        if (_committing is { } commit && --commit.Left == 0)
        {
            _committing = null;
            commit.Sender?.Tell(new AdminRefused(_id, AdminRefusal.StoreUnavailable));
            if (commit.Sender is null || _mayHaveBeenCreated)
            {
                RetryRemoval();
            }

            AfterCommit();
        }
    }

    private void AfterCommit()
    {
        NextCommand();
        if (_urgent)
        {
            Checkpoint();
        }

        ContinueHandOff();
    }

    /// <summary>Nothing changed as far as is known; whoever asked may ask again.</summary>
    private void RefuseCommands()
    {
        _committing?.Sender?.Tell(new AdminRefused(_id, AdminRefusal.StoreUnavailable));
        while (_commands.TryDequeue(out var next))
        {
            next.Sender.Tell(new AdminRefused(_id, AdminRefusal.StoreUnavailable));
        }
    }

    private void NextCommand()
    {
        while (_committing is null && _commands.TryDequeue(out var next))
        {
            Execute(next.Command, next.Sender);
        }
    }

    /// <summary>The fold of one event, live and in recovery.</summary>
    private void Apply(IEndpointEvent happened)
    {
        _profile = EndpointProfile.Apply(_profile, happened);
        _target = _profile is { } p ? TargetOf(p) : null;
        _limits = RateLimits.Of(_profile?.Settings, happened is EndpointCreated ? null : _limits);
        _wasRemoved = happened is EndpointRemoved { WasRefused: false };
        _mayHaveBeenCreated &= happened is not (EndpointCreated or EndpointRemoved);
        switch (happened)
        {
            case EndpointCreated created:
                _counters = Counters.From(created.At);
                _health = EndpointHealth.Healthy;
                _models = null;
                _routers.ForgetMarks();
                break;
            case StatsReset reset:
                // What was counted while it was written is not in its marks: it counts after the reset, live and replayed.
                _counters = _sinceReset ?? Counters.From(reset.At);
                _sinceReset = null;
                _routers.Restore(reset.Marks);
                break;
            case BackoffReset:
                _health = HealthRules.Reset(_health);
                ResumeModels();
                break;
            case KeyRotated:
                _health = HealthRules.LiftQuarantine(_health);
                ResumeModels();
                break;
            case QuarantineLifted:
                _health = HealthRules.LiftQuarantine(_health);
                break;
            case SettingsChanged or DeletionRequested or EndpointRemoved:
                break;
            default:
                throw new InvalidOperationException($"unknown event {happened.GetType().Name}");
        }
    }

    /// <summary>What follows from changed settings or health, once live.</summary>
    private void AfterEvents()
    {
        if (_profile is null)
        {
            AfterRemoval();
            return;
        }

        if (!_isIntroduced)
        {
            BeginTakeover(holdsUp: false);
        }

        MarkDirty();
        HealthChanged();
        Pump();
        FinishDrainIfIdle();
    }

    private EndpointDescribed Described() => new(Describe(_profile!));

    private EndpointDetails Describe(EndpointProfile profile)
    {
        var (actual, until) = State;
        var state = Condition.Shown(_health, actual);
        return new EndpointDetails(
            _id,
            profile.Settings,
            profile.Key.Hint,
            profile.Key.Version,
            profile.CreatedAt,
            new EndpointCondition(state, state == actual ? until - _now : null, ReasonOf(state)),
            _counters.ToStats(),
            _permits.Count,
            _room.Count);
    }

    private static UpstreamTarget TargetOf(EndpointProfile profile)
    {
        var s = profile.Settings;
        return new UpstreamTarget(
            s.Provider, s.BaseUrl, profile.Key, s.Organization, s.Project, s.FirstByteTimeout, s.IdleTimeout,
            new RetryPolicy(s.MaxRetries, s.InitialRetryDelay, s.BackoffFactor, s.MaxRetryDelay));
    }

    /// <summary>Events on their way to the journal, and who waits for them; nobody for the endpoint's own.</summary>
    private sealed class Commit(IActorRef? sender, int left)
    {
        public IActorRef? Sender { get; } = sender;

        public int Left { get; set; } = left;
    }
}
