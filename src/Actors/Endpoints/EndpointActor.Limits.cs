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
        _health.Gate(_now).Kind is not GateKind.CoolingDown && _limits is not null ? LimitText.Lack(_limits, tokens, "the request", _now) : null;

    /// <summary>The limit by which it cools down.</summary>
    private MinuteLimit LimitOf(EndpointState state) =>
        state is not EndpointState.CoolingDown || _limits is null || _health.Gate(_now).Kind is GateKind.CoolingDown ? MinuteLimit.None
        : _limits.FreeAt(_blocked?.Tokens ?? 0, _now).Limit switch
        {
            LimitKind.Requests => MinuteLimit.Requests,
            LimitKind.Tokens => MinuteLimit.Tokens,
            null => MinuteLimit.None,
            var unknown => throw new InvalidOperationException($"unknown limit {unknown}"),
        };

    private string? ReasonOf(EndpointState state)
    {
        if (LimitOf(state) is not MinuteLimit.None && LimitText.Lack(_limits!, _blocked?.Tokens ?? 0, "the next that waits", _now) is { } reason)
        {
            return reason;
        }

        return state is not EndpointState.Available ? Condition.Reason(_health, state)
            : _models?.ReasonNow(_now) ?? (_limits is not null ? LimitText.Use(_limits, _now) : null);
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
        Pump();
    }

    /// <summary>
    /// The popped one must go on waiting: where its tokens don't fit, nobody is popped before they do, and whoever may not wait that
    /// long is told so.
    /// </summary>
    private void Block(Acquire ask, long tokens)
    {
        _blocked = tokens > 0 ? (ask.CallId, tokens) : null;
        LimitChanged();
    }

    /// <summary>Who left the queue holds nobody up any more; whoever came to it may be of a class whose turn it is.</summary>
    private void Unblock() => _blocked = null;

    private sealed record LimitTick
    {
        public static readonly LimitTick Instance = new();
    }
}
