using MultiplexCluster.Contracts.Endpoints;
using MultiplexCluster.Contracts.Requests;
using MultiplexCluster.Core.Backoff;

namespace MultiplexCluster.Core.Health;

/// <summary>What each outcome of a call does to its endpoint's health.</summary>
public static class HealthRules
{
    /// <summary>How long an account without quota is left alone when the provider names no moment.</summary>
    public static readonly TimeSpan DefaultQuotaPause = TimeSpan.FromHours(1);

    /// <summary>The longest delay a provider is believed.</summary>
    public static readonly TimeSpan LongestBelieved = TimeSpan.FromHours(24);

    private const string Overloaded = "the provider is overloaded";

    /// <summary>The health after a call's verdict.</summary>
    /// <param name="health">Before.</param>
    /// <param name="settings">The endpoint's settings.</param>
    /// <param name="call">The call: the epoch it was granted in and whether it is the probe.</param>
    /// <param name="outcome">How it ended.</param>
    /// <param name="now">Monotonic.</param>
    /// <param name="draw">Randomness for jitter, 0 – 1.</param>
    public static EndpointHealth Judge(
        in EndpointHealth health, EndpointSettings settings, JudgedCall call, CallOutcome outcome, TimeSpan now, double draw) =>
        outcome.Class switch
        {
            OutcomeClass.Success => Passed(health, settings, call, succeeded: true, now),
            OutcomeClass.CallerFault or OutcomeClass.NotWithThisKey => Passed(health, settings, call, succeeded: false, now),
            OutcomeClass.RateLimited or OutcomeClass.ProviderOverloaded => CooledDown(health, settings, call, outcome, now, draw),

            // No verdict: it hands its turn on, and what callers' calls have shown stands.
            OutcomeClass.Failing or OutcomeClass.BrokenStream when call.IsKeyCheck => call.IsProbe ? health with { Probe = null } : health,
            OutcomeClass.Failing or OutcomeClass.BrokenStream => Failed(health, settings, call, now, draw),

            // Its quarantine was lifted since by who knows better; the next call shows who is right.
            OutcomeClass.KeyRefused or OutcomeClass.OutOfQuota when call is { IsKeyCheck: true, IsProbe: false } => health,
            OutcomeClass.KeyRefused => Quarantined(health, outcome.Detail ?? "the provider refused the key", null),
            OutcomeClass.OutOfQuota => Quarantined(
                health, outcome.Detail ?? "the account is out of quota", now + Believed(outcome.RetryAfter ?? DefaultQuotaPause)),
            OutcomeClass.Cancelled or OutcomeClass.AddressBlocked or OutcomeClass.PermitLost =>
                call.IsProbe ? health with { Probe = null } : health,
            _ => throw new ArgumentOutOfRangeException(nameof(outcome), outcome.Class, "unknown outcome"),
        };

    /// <summary>The health after an operator ended quarantine, cooldown and open circuit.</summary>
    public static EndpointHealth Reset(EndpointHealth health) => EndpointHealth.Healthy with { Epoch = health.Epoch + 1 };

    /// <summary>The health after an operator ended the quarantine only. The first call after it probes.</summary>
    public static EndpointHealth LiftQuarantine(EndpointHealth health) =>
        health.Quarantine is null ? health : health with { Quarantine = null, Epoch = health.Epoch + 1, ProbeNeeded = true, Probe = null };

    /// <summary>
    /// The health after others have shown that the key must pause: like a cooldown of its own, but nothing is counted. One
    /// that runs is never shortened.
    /// </summary>
    public static EndpointHealth Pause(in EndpointHealth health, TimeSpan until, string reason, TimeSpan now)
    {
        if (until <= now || until <= health.CooldownUntil)
        {
            return health;
        }

        var begins = now >= health.CooldownUntil;
        return health with
        {
            CooldownUntil = until,
            CooldownReason = reason,
            Epoch = begins ? health.Epoch + 1 : health.Epoch,
            ProbeNeeded = true,
            Probe = begins ? null : health.Probe,
        };
    }

    /// <summary>The health after another key of its account has shown that the account has no quota left.</summary>
    public static EndpointHealth QuarantineUntil(in EndpointHealth health, TimeSpan until, string reason) => Quarantined(health, reason, until);

    /// <summary>The moment a provider's delay leads to, as far as it is believed.</summary>
    public static TimeSpan MomentOf(TimeSpan delay, TimeSpan now) => now + Believed(delay);

    private static EndpointHealth Passed(in EndpointHealth health, EndpointSettings settings, JudgedCall call, bool succeeded, TimeSpan now)
    {
        // A refused key that meets another fault is not taken again.
        if (!succeeded && health.Quarantine is { Until: null })
        {
            return call.IsProbe ? health with { Probe = null } : health;
        }

        if (call.IsKeyCheck)
        {
            return call.IsProbe ? LiftQuarantine(health) : health;
        }

        // Since the gate closed only probes were granted: one that took longer than its lease still shows what it was for.
        var isLateProbe = health.ProbeNeeded && call.Epoch == health.Epoch && now >= health.CooldownUntil;
        if (call.IsProbe || isLateProbe)
        {
            // A quarantine that ended by its own moment is over once a probe has passed.
            return health with
            {
                ProbeNeeded = false,
                Probe = null,
                Backoffs = 0,
                Quarantine = null,
                Breaker = health.Breaker.IsOpen ? health.Breaker.Closed(now) : health.Breaker.Succeeded(settings, now),
            };
        }

        return succeeded && call.Epoch == health.Epoch && !health.ProbeNeeded
            ? health with { Backoffs = 0, Breaker = health.Breaker.Succeeded(settings, now) }
            : health;
    }

    private static EndpointHealth CooledDown(
        in EndpointHealth health, EndpointSettings settings, JudgedCall call, CallOutcome outcome, TimeSpan now, double draw)
    {
        // "Now" is taken at its word once: a provider that says so and goes on refusing names no delay.
        var asked = outcome.RetryAfter > TimeSpan.Zero || health.Backoffs == 0 ? outcome.RetryAfter : null;
        var isNews = call.IsProbe || call.Epoch == health.Epoch;
        if (!isNews && asked is null)
        {
            return health;
        }

        var delay = asked is { } named
            ? Believed(named)
            : BackoffDelay.Next(settings.InitialRetryDelay, settings.BackoffFactor, settings.MaxRetryDelay, health.Backoffs, draw);
        var begins = isNews || now >= health.CooldownUntil;
        return health with
        {
            CooldownUntil = Later(health.CooldownUntil, now + delay),
            CooldownReason = outcome.Class is OutcomeClass.ProviderOverloaded ? Overloaded : null,
            Backoffs = isNews ? health.Backoffs + 1 : health.Backoffs,
            Epoch = begins ? health.Epoch + 1 : health.Epoch,
            ProbeNeeded = true,
            Probe = call.IsProbe || begins ? null : health.Probe,
        };
    }

    private static EndpointHealth Failed(in EndpointHealth health, EndpointSettings settings, JudgedCall call, TimeSpan now, double draw)
    {
        if (call.IsProbe)
        {
            return health.Breaker.IsOpen
                ? health with { Breaker = health.Breaker.Reopened(settings, now), Epoch = health.Epoch + 1, Probe = null }
                : FailedProbeOfCooldown(health, settings, now, draw);
        }

        if (call.Epoch != health.Epoch || health.Breaker.IsOpen)
        {
            return health;
        }

        return Opening(health, health.Breaker.Failed(settings, now));
    }

    // The rate limit may be over, but nothing shows it: wait on, one step longer.
    private static EndpointHealth FailedProbeOfCooldown(in EndpointHealth health, EndpointSettings settings, TimeSpan now, double draw)
    {
        var delay = BackoffDelay.Next(settings.InitialRetryDelay, settings.BackoffFactor, settings.MaxRetryDelay, health.Backoffs, draw);
        var cooled = health with
        {
            CooldownUntil = Later(health.CooldownUntil, now + delay),
            Backoffs = health.Backoffs + 1,
            Epoch = health.Epoch + 1,
            Probe = null,
        };
        return Opening(cooled, health.Breaker.Failed(settings, now));
    }

    private static EndpointHealth Opening(EndpointHealth health, Breaker.CircuitBreaker breaker) =>
        breaker.IsOpen
            ? health with { Breaker = breaker, Epoch = health.Epoch + 1, ProbeNeeded = true, Probe = null }
            : health with { Breaker = breaker };

    // Of two verdicts the longer quarantine holds, whichever call of several ended last.
    private static EndpointHealth Quarantined(in EndpointHealth health, string reason, TimeSpan? until)
    {
        var lasts = health.Quarantine is { } running && (running.Until is null || until <= running.Until);
        return health with
        {
            Quarantine = lasts ? health.Quarantine : new Quarantine(reason, until),
            Epoch = health.Epoch + 1,
            ProbeNeeded = true,
            Probe = null,
        };
    }

    private static TimeSpan Believed(TimeSpan asked) =>
        asked > LongestBelieved ? LongestBelieved : asked < TimeSpan.Zero ? TimeSpan.Zero : asked;

    private static TimeSpan Later(TimeSpan a, TimeSpan b) => a > b ? a : b;
}
