using MultiplexCluster.Contracts.Endpoints;
using MultiplexCluster.Contracts.Identity;
using MultiplexCluster.Contracts.Protocol;
using MultiplexCluster.Contracts.Requests;
using MultiplexCluster.Core.Admission;
using MultiplexCluster.Core.Health;
using MultiplexCluster.Core.Limits;

namespace MultiplexCluster.Actors.Endpoints;

// The endpoint's own limits per minute: what is reserved, what was used, and when the next may begin.
internal sealed partial class EndpointActor
{
    /// <summary>With every call a used-up limit shuts, and opens when an old one leaves its window: routers are told no more often than this.</summary>
    private static readonly TimeSpan TellLimitEvery = TimeSpan.FromSeconds(1);

    private RateLimits? _limits;

    // It was popped, and its tokens don't fit yet. Those behind it wait for the same moment.
    private (CallId Call, long Tokens)? _blocked;

    private TimeSpan _limitToldAt = -TellLimitEvery;
    private bool _tellsLimitLater;

    /// <summary>What may pass now, for the next in line.</summary>
    private Gate GateNow => _limits is null ? _health.Gate(_now) : AdmissionRules.GateOf(View, _blocked?.Tokens ?? 0, _now);

    private long TokensOf(Acquire ask) => _limits?.TokensOf(ask.BodyBytes) ?? 0;

    /// <summary>The limit that has no room for a call with so many tokens, in words; null where it isn't a limit that keeps it.</summary>
    private string? LimitReason(long tokens) =>
        _health.Gate(_now).Kind is GateKind.CoolingDown ? null : _limits?.ReasonOf(tokens, _now);

    private string? ReasonOf(EndpointState state)
    {
        if (state is EndpointState.CoolingDown && LimitReason(_blocked?.Tokens ?? 0) is { } reason)
        {
            return reason;
        }

        return (state is EndpointState.Available ? _models?.ReasonNow(_now) : null) ?? Condition.Reason(_health, state);
    }

    /// <summary>A permit was granted: it counts from now on.</summary>
    private void BeginLimited(long tokens)
    {
        _limits!.Begin(tokens, _now);
        MarkDirty();
    }

    private void CountInherited(long tokens)
    {
        if (_limits?.Inherit(tokens, _now) is true)
        {
            MarkDirty();
        }
    }

    private void SettleLimits(in Permit permit, in TokenUsage usage)
    {
        if (_limits is not null)
        {
            _limits.Settle(permit.BodyBytes, permit.Reserved, permit.GrantedAt, usage);
            LimitChanged();
        }
    }

    /// <summary>A limit may have been used up, or have room again. Those that wait longer than they may are refused with the routers' being told.</summary>
    private void LimitChanged()
    {
        if (_limits is null || _profile is null || IsAnnounced)
        {
            return;
        }

        if (_now - _limitToldAt >= TellLimitEvery)
        {
            _limitToldAt = _now;
            HealthChanged();
            return;
        }

        ScheduleGateTick();
        if (!_tellsLimitLater)
        {
            _tellsLimitLater = true;
            Timers.StartSingleTimer(nameof(LimitTick), LimitTick.Instance, _limitToldAt + TellLimitEvery - _now);
        }
    }

    private void OnLimitTick()
    {
        _tellsLimitLater = false;
        LimitChanged();
    }

    /// <summary>The popped one must go on waiting: where its tokens don't fit, nobody is popped before they do.</summary>
    private void Block(Acquire ask, long tokens) => _blocked = tokens > 0 ? (ask.CallId, tokens) : null;

    /// <summary>Who left the queue holds nobody up any more; whoever came to it may be of a class whose turn it is.</summary>
    private void Unblock() => _blocked = null;

    private sealed record LimitTick
    {
        public static readonly LimitTick Instance = new();
    }
}
