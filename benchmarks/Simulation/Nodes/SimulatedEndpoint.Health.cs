using MultiplexCluster.Contracts.Endpoints;
using MultiplexCluster.Contracts.Protocol;
using MultiplexCluster.Contracts.Requests;
using MultiplexCluster.Core.Admission;
using MultiplexCluster.Core.Health;

namespace MultiplexCluster.Simulation.Nodes;

// Cooldowns, circuits and limits: when they end, and who is told.
internal sealed partial class SimulatedEndpoint
{
    private static readonly TimeSpan TellLimitEvery = TimeSpan.FromSeconds(1);
    private (EndpointState State, TimeSpan? Until) _announced;
    private TimeSpan _limitToldAt = -TellLimitEvery;
    private TimeSpan? _wakesAt;
    private long _announcements;

    /// <summary>Told when its willingness to grant has changed.</summary>
    public Action<EndpointAnnouncement>? Changed { get; set; }

    /// <summary>Told what others of its account, or of its provider, pause for too.</summary>
    public Action<ScopePaused>? Shares { get; set; }

    /// <summary>Another endpoint met a limit that may be this one's too.</summary>
    public void Hear(ScopePaused pause)
    {
        if (pause.Source != id && PauseRules.Concerns(pause, settings))
        {
            var until = HealthRules.MomentOf(TimeSpan.FromMilliseconds(pause.RemainingMs), time.Now);
            _health = HealthRules.Pause(_health, until, PauseRules.ReasonOf(pause), time.Now);
            HealthChanged();
        }
    }

    /// <summary>What routers are told.</summary>
    public EndpointAnnouncement Announcement() => new(id, 1, ++_announcements, settings, Load(null));

    private void Judge(JudgedCall call, CallOutcome outcome)
    {
        var before = _health;
        _health = HealthRules.Judge(before, settings, call, outcome, time.Now, outcome.Class is OutcomeClass.Success ? 0 : random.NextDouble());
        if (_health.AdmitsAs(before))
        {
            return;
        }

        HealthChanged();
        if (_health.IsPausedLongerThan(before)
            && PauseRules.Shared(PauseRules.ScopeOf(outcome.Class), outcome.Class, null, id, settings, _health.CooldownUntil - time.Now) is { } pause)
        {
            Shares?.Invoke(pause);
        }
    }

    private void HealthChanged()
    {
        RefuseWaiters();
        Announce();
        WakeUp();
    }

    private void RefuseWaiters()
    {
        if (_order.Count == 0 || Condition.Of(GateNow, enabled: true, isDraining: false).State is EndpointState.Available or EndpointState.HalfOpen)
        {
            return;
        }

        var (view, now) = (View, time.Now);
        foreach (var (call, waiter, _) in _order.Remove(w => AdmissionRules.DecideAgain(view, new Applicant(w.IsRetry, false, w.Deadline - now), now)))
        {
            Reject(call, waiter);
        }

        _order.Compact();
    }

    private void Announce()
    {
        var now = Condition.Of(GateNow, enabled: true, isDraining: false);
        if (now != _announced)
        {
            _announced = now;
            Changed?.Invoke(Announcement());
        }
    }

    // With every call a used-up limit shuts, and opens when an old one leaves its window.
    private void LimitChanged()
    {
        if (time.Now - _limitToldAt >= TellLimitEvery)
        {
            _limitToldAt = time.Now;
            HealthChanged();
        }
        else
        {
            WakeUp();
        }
    }

    private void WakeUp()
    {
        if (GateNow.Until is not { } until || _wakesAt <= until)
        {
            return;
        }

        _wakesAt = until;
        time.At(until, () =>
        {
            if (_wakesAt == until)
            {
                _wakesAt = null;
                HealthChanged();
                Pump();
            }
        });
    }
}
