using MultiplexCluster.Contracts.Endpoints;
using MultiplexCluster.Contracts.Requests;

namespace MultiplexCluster.Core.Routing;

/// <summary>
/// Which endpoint an unpinned request asks: one of its own tier; a higher request borrows free slots of lower tiers, a
/// lower one never takes a higher tier's. Who serves a tier without endpoints the pool's <see cref="EmptyTier"/> says.
/// </summary>
public static class RouteChoice
{
    /// <summary>The endpoint to ask, or null when none serves the request.</summary>
    public static RouteDecision? Choose(
        Pool pool, PriorityClass priority, string? model, CallTrail? trail, TimeSpan now, Random random, RoutingStrategy? asked = null)
    {
        ArgumentNullException.ThrowIfNull(pool);
        var strategy = asked ?? pool.Rules.Strategy;
        if (HomeTier(pool, priority, model) is not { } home)
        {
            return null;
        }

        var best = Strategies.Choose(strategy, pool.Tier(home, model), trail, now, random);
        for (var tier = home + 1; tier < (PriorityClass)Pool.TierCount && best is not { Fitness.Class: FitnessClass.FreeSlot }; tier++)
        {
            var lower = Strategies.Choose(strategy, pool.Tier(tier, model), trail, now, random);
            best = best is null || lower is { Fitness.Class: FitnessClass.FreeSlot } ? lower ?? best : best;
        }

        return best is { } found
            ? new RouteDecision(found.Entry, found.Fitness.Class, found.Entry.IsOpen(now) && AllAreOpen(pool, home, model, now))
            : null;
    }

    /// <summary>
    /// A free slot for a request that has been nowhere and whose home tier has none among the up to 64 that were looked at: of
    /// a larger tier two are drawn, a few times; then lower tiers are looked at. Null where none is found.
    /// </summary>
    internal static RouteDecision? FreeBelow(Pool pool, PriorityClass home, string? model, TimeSpan now, Random random, RoutingStrategy? asked)
    {
        var candidates = pool.Candidates(home, model);
        var found = candidates.Length > LeastLoaded.FullScan ? FreeSlots.OfTwo<CallsOverWeight>(candidates, trail: null, now, random) : null;
        for (var tier = home + 1; tier < (PriorityClass)Pool.TierCount && found is null; tier++)
        {
            var lower = Strategies.Choose(asked ?? pool.Rules.Strategy, pool.Tier(tier, model), trail: null, now, random);
            found = lower is { Fitness.Class: FitnessClass.FreeSlot } ? lower.Value.Entry : null;
        }

        return found is null ? null : new RouteDecision(found, FitnessClass.FreeSlot, LastResort: false);
    }

    // Only then may one be asked for its probe before its time: a full queue or a cooldown elsewhere is waited for.
    private static bool AllAreOpen(Pool pool, PriorityClass home, string? model, TimeSpan now)
    {
        for (var tier = home; tier < (PriorityClass)Pool.TierCount; tier++)
        {
            foreach (var entry in pool.Candidates(tier, model))
            {
                if (entry.Serves && !entry.IsOpen(now))
                {
                    return false;
                }
            }
        }

        return true;
    }

    /// <summary>The tier whose endpoints, and those of lower ones, a request may use; null when no endpoint serves it.</summary>
    public static PriorityClass? HomeTier(Pool pool, PriorityClass priority, string? model)
    {
        ArgumentNullException.ThrowIfNull(pool);
        if (!pool.Candidates(priority, model).IsEmpty)
        {
            return priority;
        }

        return pool.Rules.EmptyTier switch
        {
            EmptyTier.Next => Below(pool, priority, model) ?? Above(pool, priority, model),
            EmptyTier.Down => Below(pool, priority, model),
            EmptyTier.Refuse => null,
            var unknown => throw new InvalidOperationException($"unknown rule {unknown}"),
        };
    }

    private static PriorityClass? Below(Pool pool, PriorityClass priority, string? model)
    {
        for (var tier = priority + 1; tier < (PriorityClass)Pool.TierCount; tier++)
        {
            if (!pool.Candidates(tier, model).IsEmpty)
            {
                return tier;
            }
        }

        return null;
    }

    private static PriorityClass? Above(Pool pool, PriorityClass priority, string? model)
    {
        for (var tier = priority - 1; tier >= 0; tier--)
        {
            if (!pool.Candidates(tier, model).IsEmpty)
            {
                return tier;
            }
        }

        return null;
    }
}

/// <summary>Where a request goes.</summary>
/// <param name="Entry">The endpoint to ask.</param>
/// <param name="Fitness">How well it suits, as far as is known.</param>
/// <param name="LastResort">Every endpoint that serves the request has an open circuit: the request may be this one's probe.</param>
public readonly record struct RouteDecision(RoutingEntry Entry, FitnessClass Fitness, bool LastResort)
{
    /// <summary>It starts the request, or takes it into its queue, without a pause before.</summary>
    public bool TakesRequests => Fitness is FitnessClass.FreeSlot or FitnessClass.Queue;

    /// <summary>It has a free slot.</summary>
    public bool StartsAtOnce => Fitness is FitnessClass.FreeSlot;
}
