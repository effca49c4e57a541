using MultiplexCluster.Contracts.Endpoints;
using MultiplexCluster.Core.Routing;

namespace MultiplexCluster.Simulation.Selecting;

/// <summary>
/// What a first version does: of the endpoints that look available the one with the fewest calls by the last figures heard,
/// the first of several alike, whatever the router itself has sent since; requests stay where they queued, first in first out.
/// </summary>
internal sealed class NaiveSelection : ISelection
{
    public string Name => "naive";

    public bool IsOurs => false;

    public RouteDecision? Choose(Pool pool, PriorityClass priority, CallTrail? trail, TimeSpan now, Random random)
    {
        RoutingEntry? best = null;
        foreach (var entry in pool.Entries)
        {
            var isBetter = best is null || (IsPaused(best, now) && !IsPaused(entry, now)) || (IsPaused(best, now) == IsPaused(entry, now) && Figure(entry) < Figure(best));
            if (entry.Serves && trail?.VerdictOn(entry) is not TrailVerdict.Excluded && isBetter)
            {
                best = entry;
            }
        }

        return best is null ? null : new RouteDecision(best, Fitness.Of(best, now).Class, LastResort: false);
    }

    private static bool IsPaused(RoutingEntry entry, TimeSpan now) => now < entry.Until;

    private static int Figure(RoutingEntry entry) => entry.Running - entry.OwnRunning - entry.Asked + entry.Waiting;
}
