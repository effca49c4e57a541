using Akka.Actor;
using Akka.Event;
using MultiplexCluster.Contracts.Endpoints;
using MultiplexCluster.Contracts.Protocol;
using MultiplexCluster.Contracts.Requests;
using MultiplexCluster.Core.Breaker;
using MultiplexCluster.Core.Health;

namespace MultiplexCluster.Actors.Endpoints;

// Cooldown, circuit and quarantine: when they end, and who is told.
internal sealed partial class EndpointActor
{
    private static readonly TimeSpan SlowStartStep = TimeSpan.FromMilliseconds(250);
    private (EndpointState State, TimeSpan? Until, EndpointSettings? Settings) _announced;
    private long _announcements;

    private bool IsAnnounced => State is var (state, until) && (state, until, _profile?.Settings) == _announced;

    private void Judge(JudgedCall call, CallOutcome outcome, PauseScope? scope)
    {
        var before = _health;
        var draw = outcome.Class is OutcomeClass.Success ? 0 : _random.NextDouble();
        _health = HealthRules.Judge(before, _profile!.Settings, call, outcome, _now, draw);
        MarkDirty();
        if (_health.AdmitsAs(before))
        {
            return;
        }

        var isPausedLonger = _health.IsPausedLongerThan(before);
        if (isPausedLonger && outcome.Class is not OutcomeClass.ProviderOverloaded)
        {
            CheckpointAtOnce();
        }

        HealthChanged();
        if (isPausedLonger)
        {
            var until = outcome.Class is OutcomeClass.OutOfQuota ? _health.Quarantine?.Until : _health.CooldownUntil;
            Share(scope ?? PauseRules.ScopeOf(outcome.Class), outcome.Class, null, until ?? _now);
        }
    }

    private void HealthChanged()
    {
        RefuseWaiters();
        Announce();
        ScheduleGateTick();
        ScheduleKeyCheck();
    }

    /// <summary>Tells routers when what they route by has changed.</summary>
    private void Announce()
    {
        if (_profile is null)
        {
            return;
        }

        var (state, until) = State;
        var now = (state, until, _profile.Settings);
        if (now != _announced && !IsKnownToRouters(state))
        {
            LogChange(state);
            _isPausedQuietly = false;
            _announced = now;
            var announcement = new EndpointAnnouncement(_id, _incarnation, ++_announcements, _profile.Settings, Load()) { ModelsResumed = _modelsResumed };

            // This node's router has it before an operator's command is answered: the next request meets the change.
            _around.Router.Tell(new DirectoryUpdate([announcement], []));
            _around.Reporter.Tell(announcement);
        }
    }

    private void LogChange(EndpointState state)
    {
        // A limit of the endpoint's own comes and goes with every call.
        var isByLimit = _limits is not null && state is EndpointState.Available or EndpointState.CoolingDown && _health.Gate(_now).Kind is GateKind.Open;
        if (state == _announced.State || isByLimit)
        {
            return;
        }

        if (state is EndpointState.Quarantined or EndpointState.CircuitOpen)
        {
            _log.Warning("Endpoint {EndpointId} is {State}: {Reason}", _id, state.ToWireName(), ReasonOf(state));
        }
        else
        {
            _log.Info("Endpoint {EndpointId} is {State}", _id, state.ToWireName());
        }
    }

    private void ScheduleGateTick()
    {
        var gate = GateNow;
        var slowStarting = gate.Kind is GateKind.Open && _room.Count > 0
            && _health.Breaker.ClosedAt is { } closed && _now - closed < CircuitBreaker.SlowStart;
        var wait = slowStarting ? SlowStartStep : gate.Until - _now;
        if (wait is { } delay)
        {
            Timers.StartSingleTimer(nameof(GateTick), GateTick.Instance, delay > TimeSpan.Zero ? delay : TimeSpan.Zero);
        }
    }

    private void OnGateTick()
    {
        // A timer may fire a little early: whatever isn't over yet is waited for again. What ends may uncover a longer one.
        if (_limits is not null && _health.Gate(_now).Kind is GateKind.Open)
        {
            LimitChanged();
        }
        else
        {
            HealthChanged();
        }

        Pump();
    }
}
