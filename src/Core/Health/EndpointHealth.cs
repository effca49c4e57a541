using MultiplexCluster.Contracts.Identity;
using MultiplexCluster.Core.Breaker;

namespace MultiplexCluster.Core.Health;

/// <summary>When an endpoint's key may be called: cooldown, breaker, quarantine and the probe that ends them. A value; moments are monotonic.</summary>
/// <param name="CooldownUntil">End of the last cooldown; in the past when none runs.</param>
/// <param name="Backoffs">The n of the next backoff delay: rate limits in a row.</param>
/// <param name="Breaker">The circuit breaker.</param>
/// <param name="Quarantine">Set while the key serves nothing.</param>
/// <param name="Epoch">
/// Counts beginnings of cooldowns and open circuits. A call granted in an earlier epoch tells nothing new: five
/// concurrent 429s are one event.
/// </param>
/// <param name="ProbeNeeded">A cooldown or open circuit has begun and no call has shown since that it is over.</param>
/// <param name="Probe">The call that shows it, while it runs.</param>
/// <param name="ProbeExpires">When another call may probe although that one still runs.</param>
public readonly record struct EndpointHealth(
    TimeSpan CooldownUntil,
    int Backoffs,
    CircuitBreaker Breaker,
    Quarantine? Quarantine,
    long Epoch,
    bool ProbeNeeded,
    CallId? Probe,
    TimeSpan ProbeExpires)
{
    /// <summary>Why the last cooldown began, where it wasn't the key's own rate limit; else null.</summary>
    public string? CooldownReason { get; init; }

    /// <summary>How long a probe may go without a verdict before another call may probe.</summary>
    public static readonly TimeSpan ProbeLease = TimeSpan.FromSeconds(30);

    /// <summary>Nothing has happened yet. (<c>default</c> would read as a cooldown that ended at the clock's zero, which is the same.)</summary>
    public static EndpointHealth Healthy => default;

    /// <summary>Whether the quarantine holds at this moment.</summary>
    public bool IsQuarantined(TimeSpan now) => Quarantine is { } q && (q.Until is not { } until || now < until);

    /// <summary>Whether a call probes at this moment; one that says nothing for too long no longer counts.</summary>
    public bool IsProbed(TimeSpan now) => Probe is not null && now < ProbeExpires;

    /// <summary>What may pass at this moment.</summary>
    public Gate Gate(TimeSpan now)
    {
        if (IsQuarantined(now))
        {
            return new Gate(GateKind.Quarantined, Quarantine!.Until);
        }

        if (now < CooldownUntil)
        {
            return new Gate(GateKind.CoolingDown, CooldownUntil);
        }

        if (Breaker.OpenUntil is { } open && now < open)
        {
            return new Gate(GateKind.CircuitOpen, open);
        }

        if (!ProbeNeeded)
        {
            return new Gate(GateKind.Open, null);
        }

        return IsProbed(now)
            ? new Gate(GateKind.ProbeRunning, ProbeExpires)
            : new Gate(GateKind.ProbeNext, null);
    }

    /// <summary>Whether it lets the same pass now and later as <paramref name="other"/>, whatever else was counted.</summary>
    public bool AdmitsAs(in EndpointHealth other) =>
        CooldownUntil == other.CooldownUntil
        && Breaker.OpenUntil == other.Breaker.OpenUntil
        && Breaker.ClosedAt == other.Breaker.ClosedAt
        && ProbeNeeded == other.ProbeNeeded
        && Probe == other.Probe
        && ProbeExpires == other.ProbeExpires
        && Quarantine == other.Quarantine;

    /// <summary>Whether a cooldown, an open circuit or a quarantine has begun, or been lengthened, since <paramref name="before"/>.</summary>
    public bool IsPausedLongerThan(in EndpointHealth before) =>
        CooldownUntil > before.CooldownUntil
        || (Breaker.OpenUntil is { } open && !(open <= before.Breaker.OpenUntil))
        || (Quarantine is not null && Quarantine != before.Quarantine);

    /// <summary>After a permit was granted to probe.</summary>
    public EndpointHealth Probing(CallId call, TimeSpan now) =>
        this with { ProbeNeeded = true, Probe = call, ProbeExpires = now + ProbeLease };
}
