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

    private void Judge(JudgedCall call, CallOutcome outcome)
    {
        var before = _health;
        var draw = outcome.Class is OutcomeClass.Success ? 0 : _random.NextDouble();
        _health = HealthRules.Judge(before, _profile!.Settings, call, outcome, _now, draw);
        MarkDirty();
        if (_health.AdmitsAs(before))
        {
            return;
        }

        if (_health.IsPausedLongerThan(before))
        {
            CheckpointAtOnce();
        }

        HealthChanged();
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
        if (now != _announced)
        {
            LogChange(state);
            _announced = now;
            var announcement = new EndpointAnnouncement(_id, _incarnation, ++_announcements, _profile.Settings, Load());

            // This node's router has it before an operator's command is answered: the next request meets the change.
            _around.Router.Tell(new DirectoryUpdate([announcement], []));
            _around.Reporter.Tell(announcement);
        }
    }

    private void LogChange(EndpointState state)
    {
        if (state == _announced.State)
        {
            return;
        }

        if (state is EndpointState.Quarantined or EndpointState.CircuitOpen)
        {
            _log.Warning("Endpoint {EndpointId} is {State}: {Reason}", _id, state.ToWireName(), Condition.Reason(_health, state));
        }
        else
        {
            _log.Info("Endpoint {EndpointId} is {State}", _id, state.ToWireName());
        }
    }

    private void ScheduleGateTick()
    {
        var gate = _health.Gate(_now);
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
        HealthChanged();
        Pump();
    }
}
