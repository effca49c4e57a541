using MultiplexCluster.Contracts.Durability;
using MultiplexCluster.Contracts.Endpoints;
using MultiplexCluster.Core.Health;

namespace MultiplexCluster.Core.Limits;

/// <summary>
/// Carries what was used over a restart: monotonic moments become wall-clock times and back. Seconds are kept, not
/// steps, and each counts as if it had been used at its end: up to a second longer, never shorter.
/// </summary>
public static class StoredLimitsRules
{
    private const int StepsPerSecond = 4;

    /// <summary>What a checkpoint keeps; null when there is nothing.</summary>
    public static StoredLimits? Store(RateLimits? limits, ModelPauses? models, int running, TimeSpan now, DateTimeOffset wallNow)
    {
        var paused = models?.Running(now) ?? [];
        if (limits is null && paused.Count == 0)
        {
            return null;
        }

        var estimate = limits?.Estimate ?? TokenEstimate.Start;
        return new StoredLimits(
            Store(limits?.Requests, now, wallNow),
            Store(limits?.Tokens, now, wallNow),
            running,
            estimate.PerByte,
            estimate.Output,
            [.. paused.Select(p => new StoredModelPause(p.Model, wallNow + (p.Until - now), p.Reason))]);
    }

    /// <summary>The limits of a new incarnation; null where the settings have none.</summary>
    public static RateLimits? Restore(StoredLimits? stored, EndpointSettings settings, TimeSpan now, DateTimeOffset wallNow)
    {
        var limits = RateLimits.Of(settings, null);
        if (limits is not null && stored is not null)
        {
            limits.CountedAlready = stored.Running;
            limits.Estimate = new TokenEstimate(stored.TokensPerByte, stored.OutputTokens);
            Restore(stored.Requests, limits.Requests, now, wallNow);
            Restore(stored.Tokens, limits.Tokens, now, wallNow);
        }

        return limits;
    }

    /// <summary>The models that are paused in a new incarnation; null for none.</summary>
    public static ModelPauses? RestoreModels(StoredLimits? stored, TimeSpan now, DateTimeOffset wallNow)
    {
        ModelPauses? models = null;
        foreach (var pause in stored?.Models ?? [])
        {
            // A wall clock that was stepped back must not hold a model longer than any delay that is ever believed.
            var remaining = pause.Until - wallNow;
            var until = now + (remaining > HealthRules.LongestBelieved ? HealthRules.LongestBelieved : remaining);
            (models ??= new ModelPauses()).Begin(pause.Model, until, pause.Reason, now);
        }

        return models;
    }

    private static StoredWindow? Store(SlidingWindow? window, TimeSpan now, DateTimeOffset wallNow)
    {
        if (window is null)
        {
            return null;
        }

        var (end, amounts) = window.Read(now);
        var seconds = amounts.Chunk(StepsPerSecond).Select(steps => steps.Sum()).ToList();
        var last = seconds.FindLastIndex(amount => amount != 0);
        return new StoredWindow(wallNow + (end - now), seconds[..(last + 1)]);
    }

    private static void Restore(StoredWindow? stored, SlidingWindow? window, TimeSpan now, DateTimeOffset wallNow)
    {
        if (stored is null || window is null)
        {
            return;
        }

        // What a wall clock that was stepped back puts into the future counts as used now.
        var end = now + (stored.EndsAt - wallNow);
        for (var i = 0; i < stored.Seconds.Count; i++)
        {
            window.Restore(end - TimeSpan.FromSeconds(i), stored.Seconds[i], now);
        }
    }
}
