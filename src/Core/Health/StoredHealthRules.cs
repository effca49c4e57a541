using MultiplexCluster.Contracts.Durability;
using MultiplexCluster.Core.Breaker;

namespace MultiplexCluster.Core.Health;

/// <summary>Carries health over a restart: monotonic moments become wall-clock times and back.</summary>
public static class StoredHealthRules
{
    /// <summary>What a checkpoint keeps.</summary>
    public static StoredHealth Store(in EndpointHealth health, TimeSpan now, DateTimeOffset wallNow)
    {
        DateTimeOffset? Wall(TimeSpan? moment) => moment is { } m ? wallNow + (m - now) : null;

        // A moment that has passed is kept as long as no probe has shown that what ended with it is over.
        return new StoredHealth(
            health.ProbeNeeded || health.CooldownUntil > now ? Wall(health.CooldownUntil) : null,
            health.Backoffs,
            health.Breaker.ConsecutiveFailures,
            Wall(health.Breaker.OpenUntil),
            health.Breaker.Reopenings,
            health.Quarantine?.Reason,
            Wall(health.Quarantine?.Until),
            Wall(health.Breaker.ClosedAt),
            health.CooldownReason);
    }

    /// <summary>The health a new incarnation starts with. What was cooling down or open goes on so, and is probed at its end.</summary>
    public static EndpointHealth Restore(StoredHealth stored, TimeSpan now, DateTimeOffset wallNow)
    {
        TimeSpan? Moment(DateTimeOffset? wall) => wall is { } w ? now + Bounded(w - wallNow) : null;

        // A checkpoint of before closings were kept doesn't say when: the time in which it forgets begins anew.
        var closedAt = stored.CircuitClosedAt is { } wallClosed ? now + Earlier(wallClosed - wallNow, TimeSpan.Zero)
            : stored.Reopenings > 0 && stored.CircuitOpenUntil is null ? now - CircuitBreaker.SlowStart
            : (TimeSpan?)null;
        var breaker = new CircuitBreaker(
            stored.ConsecutiveFailures, default, Moment(stored.CircuitOpenUntil), stored.Reopenings, closedAt);
        var quarantine = stored.Quarantine is { } reason ? new Quarantine(reason, Moment(stored.QuarantinedUntil)) : null;
        return new EndpointHealth(
            Moment(stored.CooldownUntil) ?? default,
            stored.ConsecutiveBackoffs,
            breaker,
            quarantine,
            Epoch: 1,
            ProbeNeeded: stored.CooldownUntil is not null || stored.CircuitOpenUntil is not null || quarantine is not null,
            Probe: null,
            ProbeExpires: default)
        {
            CooldownReason = stored.CooldownReason,
        };
    }

    // A wall clock that was stepped back must not hold an endpoint longer than any delay that is ever believed.
    private static TimeSpan Bounded(TimeSpan remaining) => Earlier(remaining, HealthRules.LongestBelieved);

    private static TimeSpan Earlier(TimeSpan a, TimeSpan b) => a < b ? a : b;
}
