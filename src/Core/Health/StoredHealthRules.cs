using MultiplexCluster.Contracts.Durability;
using MultiplexCluster.Core.Breaker;

namespace MultiplexCluster.Core.Health;

/// <summary>Carries health over a restart: monotonic moments become wall-clock times and back.</summary>
public static class StoredHealthRules
{
    /// <summary>What a checkpoint keeps.</summary>
    public static StoredHealth Store(in EndpointHealth health, TimeSpan now, DateTimeOffset wallNow)
    {
        DateTimeOffset? Wall(TimeSpan? moment) => moment is { } m && m > now ? wallNow + (m - now) : null;

        // A pause that has ended but was not probed yet is kept too: a restart must not take it for proven over.
        var isQuarantined = health.IsQuarantined(now);
        return new StoredHealth(
            health.ProbeNeeded ? wallNow + (health.CooldownUntil - now) : null,
            health.Backoffs,
            health.Breaker.ConsecutiveFailures,
            health.Breaker.OpenUntil is { } open ? wallNow + (open - now) : null,
            health.Breaker.Reopenings,
            isQuarantined ? health.Quarantine!.Reason : null,
            isQuarantined ? Wall(health.Quarantine!.Until) : null);
    }

    /// <summary>The health a new incarnation starts with. What was cooling down or open goes on so, and is probed at its end.</summary>
    public static EndpointHealth Restore(StoredHealth stored, TimeSpan now, DateTimeOffset wallNow)
    {
        TimeSpan? Moment(DateTimeOffset? wall) => wall is { } w ? now + Bounded(w - wallNow) : null;

        var quarantine = stored.Quarantine is { } reason ? new Quarantine(reason, Moment(stored.QuarantinedUntil)) : null;
        return new EndpointHealth(
            Moment(stored.CooldownUntil) ?? default,
            stored.ConsecutiveBackoffs,
            new CircuitBreaker(stored.ConsecutiveFailures, default, Moment(stored.CircuitOpenUntil), stored.Reopenings, ClosedAt: null),
            quarantine,
            Epoch: 1,
            ProbeNeeded: stored.CooldownUntil is not null || stored.CircuitOpenUntil is not null || quarantine is not null,
            Probe: null,
            ProbeExpires: default);
    }

    // A wall clock that was stepped back must not hold an endpoint longer than any delay that is ever believed.
    private static TimeSpan Bounded(TimeSpan remaining) =>
        remaining > HealthRules.LongestBelieved ? HealthRules.LongestBelieved : remaining;
}
