using MultiplexCluster.Contracts.Endpoints;

namespace MultiplexCluster.Core.Routing;

/// <summary>
/// Which endpoint lists an account's objects: of those that may serve the request the one whose id is first in ordinal
/// order, busy or not, so that repeated lists, and their pages, show one account.
/// </summary>
public static class StableChoice
{
    /// <summary>The endpoint to ask, or null when none serves the request.</summary>
    public static RouteDecision? Choose(Pool pool, PriorityClass priority, string? model, CallTrail? trail, TimeSpan now)
    {
        if (RouteChoice.HomeTier(pool, priority, model) is not { } home)
        {
            return null;
        }

        RoutingEntry? first = null;
        foreach (var entry in pool.Candidates(home, model))
        {
            if (entry.Serves
                && trail?.VerdictOn(entry) is not TrailVerdict.Excluded
                && (first is null || string.CompareOrdinal(entry.Id.Value, first.Id.Value) < 0))
            {
                first = entry;
            }
        }

        return first is null ? null : new RouteDecision(first, Fitness.ClassOf(first, now), LastResort: false);
    }
}
