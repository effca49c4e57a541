using MultiplexCluster.Contracts.Endpoints;

namespace MultiplexCluster.Core.Routing;

/// <summary>
/// Which endpoint an unpinned request asks: one of its own tier; a higher request borrows free slots of lower tiers, a
/// lower one never takes a higher tier's. A tier without endpoints is served by the next one down, else the next up.
/// </summary>
public static class RouteChoice
{
    private const int TierCount = 3;

    /// <summary>The endpoint to ask, or null when none serves the request.</summary>
    public static RouteDecision? Choose(
        Pool pool, PriorityClass priority, string? model, CallTrail? trail, TimeSpan now, Random random)
    {
        if (HomeTier(pool, priority, model) is not { } home)
        {
            return null;
        }

        var best = LeastLoaded.Choose(pool.Candidates(home, model), trail, now, random);
        for (var tier = home + 1; tier < (PriorityClass)TierCount && best is not { Fitness.Class: FitnessClass.FreeSlot }; tier++)
        {
            var lower = LeastLoaded.Choose(pool.Candidates(tier, model), trail, now, random);
            best = best is null || lower is { Fitness.Class: FitnessClass.FreeSlot } ? lower ?? best : best;
        }

        return best is { } found
            ? new RouteDecision(found.Entry, found.Fitness.Class, found.Entry.IsOpen(now) && AllAreOpen(pool, home, model, now))
            : null;
    }

    // Only then may one be asked for its probe before its time: a full queue or a cooldown elsewhere is waited for.
    private static bool AllAreOpen(Pool pool, PriorityClass home, string? model, TimeSpan now)
    {
        for (var tier = home; tier < (PriorityClass)TierCount; tier++)
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

    /// <summary>The tier whose endpoints, and those of lower ones, a request may use; null when no endpoint serves its model.</summary>
    public static PriorityClass? HomeTier(Pool pool, PriorityClass priority, string? model)
    {
        for (var tier = priority; tier < (PriorityClass)TierCount; tier++)
        {
            if (!pool.Candidates(tier, model).IsEmpty)
            {
                return tier;
            }
        }

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
