using Akka.Actor;
using Akka.Event;
using MultiplexCluster.Contracts.Endpoints;
using MultiplexCluster.Contracts.Protocol;
using MultiplexCluster.Core.Breaker;
using MultiplexCluster.Core.Health;

namespace MultiplexCluster.Actors.Endpoints;

// Cooldown, circuit and quarantine: when they end, and who is told.
internal sealed partial class EndpointActor
{
    private static readonly TimeSpan SlowStartStep = TimeSpan.FromMilliseconds(250);
    private (EndpointState State, TimeSpan? Until, EndpointSettings? Settings) _announced;
    private long _announcements;

    private void Judge(OutcomeVerdict verdict)
    {
        var before = _health;
        _health = HealthRules.Judge(_health, _profile!.Settings, verdict.Call, verdict.Outcome, Now, _random.NextDouble());
        if (_health != before)
        {
            MarkDirty();
            HealthChanged();
        }
    }

    private void HealthChanged()
    {
        Announce();
        ScheduleGateTick();
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
        var gate = _health.Gate(Now);
        var slowStarting = gate.Kind is GateKind.Open && _room.Count > 0
            && _health.Breaker.ClosedAt is { } closed && Now - closed < CircuitBreaker.SlowStart;
        var wait = slowStarting ? SlowStartStep : gate.Until - Now;
        if (wait is { } delay)
        {
            Timers.StartSingleTimer(nameof(GateTick), GateTick.Instance, delay > TimeSpan.Zero ? delay : TimeSpan.Zero);
        }
    }

    private void OnGateTick()
    {
        // A timer may fire a little early: whatever isn't over yet is waited for again.
        if (_health.Gate(Now).Until is not null)
        {
            ScheduleGateTick();
        }

        Announce();
        Pump();
    }

    private readonly record struct OutcomeVerdict(JudgedCall Call, CallOutcome Outcome);
}
