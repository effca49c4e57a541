using MultiplexCluster.Contracts.Endpoints;

namespace MultiplexCluster.Core.Routing;

/// <summary>Which endpoints have a slot that nobody there waits for, and which requests that wait elsewhere may start in it.</summary>
public static class OpenSlots
{
    /// <summary>How long an endpoint is left alone after it had no slot for one that would have moved there.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    /// <summary>How long nothing may be heard of one that looks full before it is asked.</summary>
    public static readonly TimeSpan NewsLastFor = TimeSpan.FromMilliseconds(90);

    /// <summary>Whether a request would start there at once, as far as is known.</summary>
    public static bool IsFree(RoutingEntry entry, TimeSpan now)
    {
        ArgumentNullException.ThrowIfNull(entry);
        return entry.Serves && now >= entry.NoSlotUntil && Fitness.ClassOf(entry, now) is FitnessClass.FreeSlot;
    }

    /// <summary>Whether it looks full by news so old that it may have a slot by now.</summary>
    public static bool MayBeFree(RoutingEntry entry, TimeSpan now)
    {
        ArgumentNullException.ThrowIfNull(entry);
        return entry is { Serves: true, IsSilent: false, MeanHold: not null }
            && now - entry.HeardAt >= NewsLastFor
            && Fitness.ClassOf(entry, now) is FitnessClass.Queue or FitnessClass.Full;
    }

    /// <summary>Those with a free slot, the higher tiers first: nobody borrows a lower tier's slot while its own has one.</summary>
    public static IReadOnlyList<RoutingEntry> FreeOf(IEnumerable<RoutingEntry> entries, TimeSpan now) =>
        [.. entries.Where(entry => IsFree(entry, now)).OrderBy(entry => entry.Settings.Tier)];

    /// <summary>
    /// Those that look full and may be free by now, the ones first that were asked longest ago, so that those that don't answer
    /// stand in nobody's way; among these the ones of which nothing was heard for longest.
    /// </summary>
    /// <param name="entries">Of these.</param>
    /// <param name="most">So many at most.</param>
    /// <param name="now">Monotonic.</param>
    public static IReadOnlyList<RoutingEntry> UnheardOf(IEnumerable<RoutingEntry> entries, int most, TimeSpan now) =>
        [.. entries.Where(entry => MayBeFree(entry, now)).OrderBy(entry => entry.LoadAskedAt).ThenBy(entry => entry.HeardAt).Take(most)];

    /// <summary>Whether a request may use the endpoint at all: its model is served, and the tier is its own or a lower one.</summary>
    /// <param name="entry">The endpoint.</param>
    /// <param name="pool">All endpoints the request may use.</param>
    /// <param name="priority">The request's.</param>
    /// <param name="model">The request's; null where it names none.</param>
    public static bool Serves(RoutingEntry entry, Pool pool, PriorityClass priority, string? model)
    {
        ArgumentNullException.ThrowIfNull(entry);
        return RouteChoice.HomeTier(pool, priority, model) is { } home
            && entry.Settings.Tier >= home
            && ModelPattern.Serves(entry.Settings.Models, model);
    }
}
