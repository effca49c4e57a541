using MultiplexCluster.Contracts.Endpoints;
using MultiplexCluster.Contracts.Identity;
using MultiplexCluster.Contracts.Protocol;
using MultiplexCluster.Contracts.Requests;
using MultiplexCluster.Core.Admission;
using MultiplexCluster.Core.Health;
using MultiplexCluster.Core.Limits;
using MultiplexCluster.Core.Queueing;
using MultiplexCluster.Simulation.Time;
using MultiplexCluster.Simulation.Upstream;

namespace MultiplexCluster.Simulation.Nodes;

/// <summary>The authority over one key: the core's admission, health, limits and queue, interpreted in virtual time.</summary>
internal sealed partial class SimulatedEndpoint(VirtualTime time, EndpointId id, EndpointSettings settings, ModelledKey key, Random random)
{
    private const double HoldSmoothing = 0.1;
    private readonly Dictionary<CallId, Permit> _permits = [];
    private readonly Dictionary<RouterId, int> _held = [];
    private readonly WaitingOrder<Asker> _order = new();
    private readonly RateLimits? _limits = RateLimits.Of(settings, null);
    private EndpointHealth _health = EndpointHealth.Healthy;
    private TimeSpan _meanHold;

    // It was first in line, and its tokens don't fit yet.
    private (CallId Call, long Tokens)? _blocked;

    public EndpointId Id => id;

    public EndpointSettings Settings => settings;

    public ModelledKey Key => key;

    public int Waiting => _order.Count;

    /// <summary>Whether a call could start now, were somebody here.</summary>
    public bool HasRoom => _order.Count == 0 && AdmissionRules.DecideNext(View, time.Now) is not null;

    private AdmissionView View => new(settings, _health, _permits.Count, _order.Count, IsDraining: false, _meanHold / settings.MaxConcurrentRequests)
    {
        Limits = _limits,
        NextTokens = _blocked?.Tokens ?? 0,
    };

    private Gate GateNow => _limits is null ? _health.Gate(time.Now) : AdmissionRules.GateOf(View, _blocked?.Tokens ?? 0, time.Now);

    /// <summary>How busy it is, as it tells one router, or all.</summary>
    public EndpointLoad Load(RouterId? router)
    {
        var (state, until) = Condition.Of(GateNow, enabled: true, isDraining: false);
        var remaining = until is { } end ? Math.Max(0, (long)Math.Ceiling((end - time.Now).TotalMilliseconds)) : 0;
        return new EndpointLoad(state, remaining, _permits.Count, router is { } r ? _held.GetValueOrDefault(r) : 0, _order.Count)
        {
            MeanHoldMs = (int)Math.Ceiling(_meanHold.TotalMilliseconds),
        };
    }

    /// <summary>A question. The answers, at once and at its turn, are told.</summary>
    public void Ask(Acquire ask, Action<Reply> tell)
    {
        var remaining = settings.QueueTimeout - TimeSpan.FromMilliseconds(ask.WaitedMs);
        var asker = new Asker(ask, tell);
        var decision = AdmissionRules.Decide(View, new Applicant(ask.IsRetry, ask.LastResort, remaining) { Tokens = TokensOf(ask) }, time.Now);
        switch (decision.Kind)
        {
            case AdmissionKind.Grant or AdmissionKind.GrantProbe:
                Grant(asker, decision.Kind is AdmissionKind.GrantProbe);
                break;
            case AdmissionKind.Queue when !ask.OnlyAtOnce:
                var place = _order.Admit(ask, asker, time.Now + remaining, time.Now).Place;
                tell(new Reply(ask.CallId, ReplyKind.Queued, Load(ask.CallId.Router), place));
                _blocked = null;
                Pump();
                break;
            default:
                tell(new Reply(ask.CallId, ReplyKind.Rejected, Load(ask.CallId.Router)));
                break;
        }
    }

    /// <summary>Takes a question back, whatever became of it.</summary>
    public void Withdraw(CallId call)
    {
        if (_order.Leave(call))
        {
            _order.Compact();
        }

        _blocked = _blocked?.Call == call ? null : _blocked;
        if (Return(call) is { } permit)
        {
            _limits?.Settle(permit.BodyBytes, permit.Reserved, permit.At, TokenUsage.None);
            _health = _health.Probe == call ? _health with { Probe = null } : _health;
            HealthChanged();
        }

        Pump();
    }

    /// <summary>A call has ended.</summary>
    public void Report(CallId call, OutcomeClass outcome, TimeSpan? retryAfter, in TokenUsage usage)
    {
        if (Return(call) is not { } permit)
        {
            return;
        }

        var held = time.Now - permit.At;
        _meanHold = _meanHold == TimeSpan.Zero ? held : _meanHold + ((held - _meanHold) * HoldSmoothing);
        if (_limits is not null)
        {
            _limits.Settle(permit.BodyBytes, permit.Reserved, permit.At, usage);
            LimitChanged();
        }

        Judge(new JudgedCall(permit.Epoch, _health.Probe == call), new CallOutcome(outcome, retryAfter, null));
        Pump();
    }

    private long TokensOf(Acquire ask) => _limits?.TokensOf(ask.BodyBytes) ?? 0;

    private Permit? Return(CallId call)
    {
        if (!_permits.Remove(call, out var permit))
        {
            return null;
        }

        _held[call.Router]--;
        return permit;
    }

    private void Grant(Asker asker, bool isProbe)
    {
        var (call, tokens) = (asker.Question.CallId, TokensOf(asker.Question));
        _permits[call] = new Permit(_health.Epoch, time.Now, asker.Question.BodyBytes, tokens);
        _held[call.Router] = _held.GetValueOrDefault(call.Router) + 1;
        _limits?.Begin(tokens, time.Now);
        if (isProbe)
        {
            _health = _health.Probing(call, time.Now);
        }

        asker.Tell(new Reply(call, ReplyKind.Granted, Load(call.Router)));
        if (isProbe)
        {
            HealthChanged();
        }
        else if (_limits is not null)
        {
            LimitChanged();
        }
    }

    /// <summary>Serves those that wait as far as slots, gate and limits allow.</summary>
    private void Pump()
    {
        while (_order.Count > 0 && AdmissionRules.DecideNext(View, time.Now) is not null && _order.Next(time.Now) is { } line)
        {
            _blocked = null;
            var call = _order.FirstOf(line)!.Value;
            _order.Take(call, out var waiter);
            var tokens = TokensOf(waiter.Router.Question);
            if (time.Now >= waiter.Deadline)
            {
                _order.Dismiss(call);
                Reject(call, waiter);
            }
            else if (AdmissionRules.DecideNext(View with { NextTokens = tokens }, time.Now) is { } decision)
            {
                _order.Served(call);
                Grant(waiter.Router, decision.Kind is AdmissionKind.GrantProbe);
            }
            else
            {
                _blocked = (call, tokens);
            }
        }

        WakeUp();
    }

    private void Reject(CallId call, in Waiter<Asker> waiter) => waiter.Router.Tell(new Reply(call, ReplyKind.Rejected, Load(call.Router)));

    private readonly record struct Permit(long Epoch, TimeSpan At, long BodyBytes, long Reserved);

    private sealed record Asker(Acquire Question, Action<Reply> Tell);
}
