using Akka.Actor;
using MultiplexCluster.Contracts.Endpoints;
using MultiplexCluster.Contracts.Identity;
using MultiplexCluster.Contracts.Protocol;
using MultiplexCluster.Contracts.Requests;
using MultiplexCluster.Core.Admission;

namespace MultiplexCluster.Actors.Endpoints;

// Who gets a permit, who waits, and whose turn it is.
internal sealed partial class EndpointActor
{
    private static readonly TimeSpan LookForLeaseAfter = TimeSpan.FromMilliseconds(250);
    private TimeSpan _meanHold;

    private AdmissionView View => new(
        _profile!.Settings,
        _health,
        _permits.Count,
        _room.Count,
        _profile.IsDraining,
        _meanHold / _profile.Settings.MaxConcurrentRequests)
    {
        Limits = _limits,
        NextTokens = _blocked?.Tokens ?? 0,
    };

    private void OnAcquire(Acquire ask)
    {
        if (_room.IsPopping)
        {
            OnPopped(ask);
        }
        else if (_room.IsDead(ask.CallId))
        {
            // Asked again although it was withdrawn, it has come late: nobody waits for it.
        }
        else if (_handingOff)
        {
            Sender.Tell(new Moved(_id, ask.CallId));
        }
        else if (_withdrawnWhileHeld.Count > 0 && _withdrawnWhileHeld.Remove(ask.CallId))
        {
            // Taken back before it could be considered.
        }
        else if (_room.TryGet(ask.CallId, out var waiter))
        {
            var left = Math.Max(0, (long)(waiter.Deadline - _now).TotalMilliseconds);
            Sender.Tell(new Queued(_id, ask.CallId, _room.PlaceOf(waiter), left, Load(ask.CallId.Router)));
        }
        else if (_profile is null)
        {
            Sender.Tell(new Rejected(_id, ask.CallId, RejectionReason.NotFound, null, null, Load()));
            StopIfNothing();
        }
        else if (MayServe(ask.CallId.Router) && (_models is null || _permits.TryGet(ask.CallId, out _) || !RefusesModel(ask, Sender)))
        {
            Decide(ask);
        }
    }

    /// <summary>
    /// Whether anything may be granted now, and to this router. If not, the question stays without an answer: it is asked
    /// again, or elsewhere.
    /// </summary>
    private bool MayServe(RouterId router) => _around.Leases.MayGrant(_now) && !_around.Leases.HasEnded(router.Node);

    private void Decide(Acquire ask)
    {
        var remaining = ask.WaitLimitMs is { } limit
            ? TimeSpan.FromMilliseconds(limit)
            : _profile!.Settings.QueueTimeout - TimeSpan.FromMilliseconds(ask.WaitedMs);
        var applicant = new Applicant(ask.IsRetry, ask.LastResort, remaining, ask.IsPinned) { Tokens = TokensOf(ask), IsKeyCheck = ask.IsKeyCheck };
        var decision = AdmissionRules.Decide(View, applicant, _now);
        switch (decision.Kind)
        {
            case AdmissionKind.Grant or AdmissionKind.GrantProbe:
                Grant(ask, Sender, decision.Kind is AdmissionKind.GrantProbe);
                break;
            case not AdmissionKind.Grant when _permits.TryGet(ask.CallId, out _):
                TellGranted(ask, Sender);
                break;
            case AdmissionKind.Queue when ask.OnlyAtOnce:
                TellRejected(ask.CallId, Sender, AdmissionDecision.Reject(RejectionReason.DeadlinePassed, null));
                break;
            case AdmissionKind.Queue:
                var place = _room.Admit(ask, Sender, _now + remaining, _now);
                Sender.Tell(new Queued(_id, ask.CallId, place, (long)remaining.TotalMilliseconds, Load(ask.CallId.Router)));
                Unblock();
                Pump();
                break;
            case AdmissionKind.Reject:
                TellRejected(ask.CallId, Sender, decision, applicant.Tokens);
                break;
            default:
                throw new InvalidOperationException($"unknown decision {decision.Kind}");
        }
    }

    private void OnPopped(Acquire ask)
    {
        Unblock();
        if (_room.TakePopped(ask.CallId, out var waiter))
        {
            var tokens = TokensOf(ask);
            if (_now >= waiter.Deadline)
            {
                _room.Dismiss(ask.CallId);
                TellRejected(ask.CallId, waiter.Router, AdmissionDecision.Reject(RejectionReason.DeadlinePassed, null));
            }
            else if (_models is not null && RefusesModel(ask, waiter.Router))
            {
                _room.Dismiss(ask.CallId);
            }
            else if (_around.Leases.MayGrant(_now) && AdmissionRules.DecideNext(View with { NextTokens = tokens }, _now) is { } decision)
            {
                _room.Served(ask.CallId);
                Grant(ask, waiter.Router, decision.Kind is AdmissionKind.GrantProbe);
            }
            else
            {
                _room.PutBack(ask, waiter);
                Block(ask, tokens);
            }
        }

        Pump();
    }

    private void Grant(Acquire ask, IActorRef router, bool isProbe)
    {
        var holder = _routers.Of(ask.CallId.Router);
        holder.Actor ??= router;
        var tokens = TokensOf(ask);
        var permit = new Permit(holder, _health.Epoch, _target!.Key.Version, _now)
        {
            BodyBytes = ask.BodyBytes, Reserved = tokens, IsKeyCheck = ask.IsKeyCheck,
        };
        var isNew = _permits.TryAdd(ask.CallId, permit);
        if (isNew && _limits is not null)
        {
            BeginLimited(tokens);
        }

        if (isNew && isProbe)
        {
            _health = _health.Probing(ask.CallId, _now);
        }

        TellGranted(ask, router);
        if (isNew && isProbe)
        {
            HealthChanged();
        }
        else if (_limits is not null)
        {
            LimitChanged();
        }
    }

    /// <summary>Serves those that wait as far as slots and gate allow; else wakes up when that may change.</summary>
    private void Pump()
    {
        if (_room.IsPopping || _room.Count == 0 || _profile is null)
        {
            return;
        }

        if (!_around.Leases.MayGrant(_now))
        {
            // Woken up by nothing when the lease comes back: looks again.
            Timers.StartSingleTimer(nameof(GateTick), GateTick.Instance, LookForLeaseAfter);
        }
        else if (AdmissionRules.DecideNext(View, _now) is not null)
        {
            _room.PopNext(_now);
        }
        else
        {
            ScheduleGateTick();
        }
    }

    private void OnWithdraw(Withdraw withdraw)
    {
        _room.Leave(withdraw.CallId);
        if (_takeover?.Holds(withdraw.CallId) == true)
        {
            _withdrawnWhileHeld.Add(withdraw.CallId);
        }

        if (_blocked?.Call == withdraw.CallId)
        {
            Unblock();
        }

        if (_permits.Remove(withdraw.CallId, out var permit))
        {
            SettleLimits(permit, TokenUsage.None);
            if (_health.Probe == withdraw.CallId)
            {
                _health = _health with { Probe = null };
                HealthChanged();
            }
        }

        Sender.Tell(new Withdrawn(_id, withdraw.CallId, Load(withdraw.CallId.Router)));
        Pump();
        FinishDrainIfIdle();
        StopIfNothing();
    }

    // One that is not ready says nothing: it is asked again.
    private void OnLoadQuery(LoadQuery query)
    {
        if (_profile is not null && !IsTakingOver)
        {
            Sender.Tell(new LoadTold(_id, Load(query.Router)));
        }

        StopIfNothing();
    }
}
