using Akka.Actor;
using MultiplexCluster.Contracts.Endpoints;
using MultiplexCluster.Contracts.Identity;
using MultiplexCluster.Contracts.Protocol;
using MultiplexCluster.Contracts.Requests;
using MultiplexCluster.Core.Health;
using MultiplexCluster.Core.Limits;

namespace MultiplexCluster.Actors.Endpoints;

// Pauses that don't come from a call's end alone: of one model, by an answer's headers, by the word of an endpoint that shares the account or the provider.
internal sealed partial class EndpointActor
{
    private ModelPauses? _models;

    // Routers have marked it as pausing by themselves, and go by the moment that they were told.
    private bool _isPausedQuietly;

    // The last change that ended pauses of models before their time; routers are told it with the announcement that follows.
    private long _modelsResumed;

    private void ResumeModels()
    {
        if (_models is { Count: > 0 })
        {
            _models.Clear();
            _modelsResumed = LastSequenceNr;
            _announced = default;
        }
    }

    /// <summary>Refuses a request whose model is paused; null where it isn't. It may be asked again when that is over.</summary>
    private bool RefusesModel(Acquire ask, IActorRef router)
    {
        if (_models?.UntilOf(ask.Model, _now) is not { } until || State.State is EndpointState.Quarantined or EndpointState.Disabled or EndpointState.Draining)
        {
            return false;
        }

        var gate = GateNow;
        var end = gate.Until > until && gate.Kind is not GateKind.ProbeRunning ? gate.Until.Value : until;
        var ms = (long)Math.Max(0, Math.Ceiling((end - _now).TotalMilliseconds));
        var detail = _models.ReasonOf(ask.Model!);
        router.Tell(new Rejected(_id, ask.CallId, RejectionReason.CoolingDown, ms, detail, Load(ask.CallId.Router)) { IsOfModel = true });
        return true;
    }

    /// <summary>A call met a limit of its model: that pauses, and the key goes on with others.</summary>
    private void PauseModel(string model, TimeSpan? asked, OutcomeClass cause, TimeSpan grantedAt)
    {
        _models ??= new ModelPauses();
        asked = PauseRules.NamedBy(asked, cause);
        if (asked is null && grantedAt <= _models.BegunAt(model))
        {
            // Of many calls under way that meet one limit, the first tells.
            return;
        }

        var delay = PauseRules.ModelDelay(asked, cause, _profile!.Settings, _models.BackoffsOf(model, _now), _random.NextDouble());
        var until = HealthRules.MomentOf(delay, _now);
        if (PauseRules.IsLater(until, _models.UntilOf(model, _now)) && _models.Begin(model, until, PauseRules.ModelReason(cause), _now))
        {
            CheckpointAtOnce();
            Share(PauseScope.Model, cause, model, until);
        }
    }

    /// <summary>The head of a good answer says that nothing is left: no call before the reset, though none has failed.</summary>
    private void OnLimitReached(LimitReached reached)
    {
        if (_profile is null || !_permits.TryGet(reached.CallId, out var permit) || permit.KeyVersion != _target!.Key.Version)
        {
            return;
        }

        var delay = TimeSpan.FromMilliseconds(reached.RemainingMs);
        if (reached.Scope is PauseScope.Model)
        {
            // Of which model isn't known where the call named none: others are none of its business.
            if (reached.Model is { } model)
            {
                PauseModel(model, delay, OutcomeClass.Success, permit.GrantedAt);
            }

            return;
        }

        var until = HealthRules.MomentOf(delay, _now);
        if (until > _now && PauseRules.IsLater(until, _health.CooldownUntil))
        {
            _health = HealthRules.Pause(_health, until, PauseRules.NothingLeft, _now);
            CheckpointAtOnce();
            HealthChanged();
            Share(PauseScope.Account, OutcomeClass.RateLimited, null, until);
        }
    }

    /// <summary>Tells those that share what pauses this endpoint.</summary>
    private void Share(PauseScope scope, OutcomeClass cause, string? model, TimeSpan until)
    {
        var told = cause is OutcomeClass.Success ? OutcomeClass.RateLimited : cause;
        if (PauseRules.Shared(scope, told, model, _id, _profile!.Settings, until - _now) is { } pause)
        {
            _around.Reporter.Tell(pause);
        }
    }

    /// <summary>
    /// Another endpoint met a limit that is this one's too. Of a provider that is overloaded thousands may hear at once:
    /// routers mark them by themselves, and what is stored can wait.
    /// </summary>
    private void OnScopePaused(ScopePaused pause)
    {
        if (_profile is not { IsDraining: false } || pause.Source == _id || !PauseRules.Concerns(pause, _profile.Settings))
        {
            return;
        }

        var until = PauseRules.EndOf(pause, _now, _random.NextDouble());
        var reason = PauseRules.ReasonOf(pause);
        if (pause.Model is { } model)
        {
            if ((_models ??= new ModelPauses()).Begin(model, until, reason, _now))
            {
                MarkDirty();
            }

            return;
        }

        var paused = pause.Cause is OutcomeClass.OutOfQuota
            ? HealthRules.QuarantineUntil(_health, until, reason)
            : HealthRules.Pause(_health, until, reason, _now);
        if (!paused.IsPausedLongerThan(_health))
        {
            return;
        }

        _health = paused;
        if (PauseRules.IsQuiet(pause))
        {
            PauseQuietly();
        }
        else
        {
            CheckpointAtOnce();
            HealthChanged();
        }
    }

    private void PauseQuietly()
    {
        RefuseWaiters();
        ScheduleGateTick();
        if (State is (EndpointState.CoolingDown, var until))
        {
            _isPausedQuietly = true;
            _announced = (EndpointState.CoolingDown, until, _profile!.Settings);
        }
    }

    /// <summary>Routers know without being told: a pause they were told the end of is over, and the next call probes.</summary>
    private bool IsKnownToRouters(EndpointState state) =>
        _isPausedQuietly && state is EndpointState.HalfOpen && !_health.Breaker.IsOpen && _now >= _announced.Until;
}
