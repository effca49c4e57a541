using MultiplexCluster.Contracts.Endpoints;
using MultiplexCluster.Contracts.Requests;

namespace MultiplexCluster.Core.Routing;

/// <summary>
/// Keeps a conversation's calls on one endpoint, whose provider has its prompt cached: the one that served it last, else the
/// one that a hash says, the same on all nodes. Only while that endpoint is not busier than the others; then, and for every
/// other request, a strategy decides. It looks at endpoints of the request's own tier alone, and at none the request has been to.
/// </summary>
public static class SessionChoice
{
    /// <summary>How much busier than the mean of all, in calls per slot, the endpoint may become.</summary>
    public const double LoadBound = 1.25;

    // A conversation that is there costs a cache when it goes; a new one costs nothing.
    private const int QuartersToStay = 3;
    private const int QuartersToCome = 2;
    private const int MostOfRing = 16;

    /// <summary>The endpoint to ask, or null where a strategy has to decide.</summary>
    /// <param name="pool">Of whom.</param>
    /// <param name="priority">The request's.</param>
    /// <param name="model">The request's, or null.</param>
    /// <param name="session">The conversation; not 0.</param>
    /// <param name="last">Who served it last; null where that isn't known.</param>
    /// <param name="trail">Where the request has been; null for nowhere.</param>
    /// <param name="now">Monotonic, this node's clock.</param>
    public static RouteDecision? Choose(
        Pool pool, PriorityClass priority, string? model, ulong session, RoutingEntry? last, CallTrail? trail, TimeSpan now)
    {
        if (RouteChoice.HomeTier(pool, priority, model) is not { } home)
        {
            return null;
        }

        return Choose(pool, home, model, session, last, trail, now, out _);
    }

    /// <summary>
    /// The same, or what a strategy chooses. A strategy looks at lower tiers too: nobody waits in a session's queue beside a
    /// slot that it finds.
    /// </summary>
    /// <param name="pool">Of whom.</param>
    /// <param name="priority">The request's.</param>
    /// <param name="model">The request's, or null.</param>
    /// <param name="session">The conversation; not 0.</param>
    /// <param name="last">Who served it last; null where that isn't known.</param>
    /// <param name="trail">Where the request has been; null for nowhere.</param>
    /// <param name="now">Monotonic, this node's clock.</param>
    /// <param name="random">For draws out of many.</param>
    /// <param name="asked">The request's own strategy; null for its pool's.</param>
    public static RouteDecision? OrStrategy(
        Pool pool, PriorityClass priority, string? model, ulong session, RoutingEntry? last, CallTrail? trail, TimeSpan now, Random random,
        RoutingStrategy? asked = null)
    {
        if (RouteChoice.HomeTier(pool, priority, model) is not { } home)
        {
            return null;
        }

        var bySession = Choose(pool, home, model, session, last, trail, now, out var anyFree);
        if (bySession is { StartsAtOnce: true })
        {
            return bySession;
        }

        var byStrategy = bySession is not null && !anyFree && trail is null
            ? RouteChoice.FreeBelow(pool, home, model, now, random, asked)
            : RouteChoice.Choose(pool, priority, model, trail, now, random, asked);
        return byStrategy is { StartsAtOnce: true } ? byStrategy : bySession ?? byStrategy;
    }

    // Nobody else is looked at while the last has room of its own; then it is not said whether any is free.
    private static RouteDecision? Choose(
        Pool pool, PriorityClass home, string? model, ulong session, RoutingEntry? last, CallTrail? trail, TimeSpan now, out bool anyFree)
    {
        anyFree = true;
        var own = last is not null && IsAmong(pool, home, model, last) && IsCandidate(last, trail) ? last : null;
        if (own is not null && Fitness.IsFree(own, now) && IsWithin(own, QuartersToStay, now))
        {
            return new RouteDecision(own, FitnessClass.FreeSlot, LastResort: false);
        }

        var tier = pool.Tier(home, model);
        var candidates = tier.Entries;
        var load = LoadOf(Some(candidates, session), trail, now);
        var found = own is not null && MayTake(own, QuartersToStay, load, trail, now) ? own
            : candidates.Length <= LeastLoaded.FullScan ? Rendezvous(candidates, session, load, trail, now)
            : Next(tier, session, load, trail, now);
        anyFree = load.AnyFree;
        return found is null ? null : new RouteDecision(found, Fitness.ClassOf(found, now), LastResort: false);
    }

    private static bool IsAmong(Pool pool, PriorityClass tier, string? model, RoutingEntry wanted) =>
        wanted.Settings.Tier == tier && ModelPattern.Serves(wanted.Settings.Models, model) && pool.Contains(wanted);

    /// <summary>All of up to 64; of more as many neighbours, which tell enough of how busy all are.</summary>
    private static ReadOnlySpan<RoutingEntry> Some(ReadOnlySpan<RoutingEntry> candidates, ulong session) =>
        candidates.Length <= LeastLoaded.FullScan
            ? candidates
            : candidates.Slice((int)(session % (ulong)(candidates.Length - LeastLoaded.FullScan + 1)), LeastLoaded.FullScan);

    /// <summary>The highest of hashes over session and endpoint, of those that may take the call: one endpoint less moves its own sessions only.</summary>
    private static RoutingEntry? Rendezvous(ReadOnlySpan<RoutingEntry> candidates, ulong session, in PoolLoad load, CallTrail? trail, TimeSpan now)
    {
        RoutingEntry? best = null;
        ulong highest = 0;
        foreach (var entry in candidates)
        {
            var hash = StableHash.Of(session, entry.IdHash);
            if ((best is null || hash > highest) && MayTake(entry, QuartersToCome, load, trail, now))
            {
                (best, highest) = (entry, hash);
            }
        }

        return best;
    }

    /// <summary>The same for many, by their order on a ring: the first of a few after the session's place that may take the call.</summary>
    private static RoutingEntry? Next(TierCandidates tier, ulong session, in PoolLoad load, CallTrail? trail, TimeSpan now)
    {
        var ring = tier.Ring(StableHash.Of(session, 0), out var from);
        for (var i = 0; i < MostOfRing; i++)
        {
            var entry = ring[(from + i) % ring.Length];
            if (MayTake(entry, QuartersToCome, load, trail, now))
            {
                return entry;
            }
        }

        return null;
    }

    /// <summary>
    /// With a free slot, up to so many quarters of its slots whatever the others do, then up to the bound. Without one only where nobody has
    /// one, since a conversation shall not wait beside a free slot, and where its queue is within the bound.
    /// </summary>
    private static bool MayTake(RoutingEntry entry, int quarters, in PoolLoad load, CallTrail? trail, TimeSpan now)
    {
        if (!IsCandidate(entry, trail))
        {
            return false;
        }

        return Fitness.ClassOf(entry, now) switch
        {
            FitnessClass.FreeSlot => IsWithin(entry, quarters, now) || entry.RunningAt(now) + 1 <= load.BoundOf(load.Calls + 1, entry.Slots),
            FitnessClass.Queue => !load.AnyFree && entry.Waiting + entry.Asked + 1 <= load.BoundOf(load.Waiting + 1, entry.Slots),
            _ => false,
        };
    }

    private static bool IsWithin(RoutingEntry entry, int quarters, TimeSpan now) =>
        entry.RunningAt(now) + 1 <= ((quarters * entry.Slots) + 3) / 4;

    private static bool IsCandidate(RoutingEntry entry, CallTrail? trail) =>
        entry.Serves && (trail is null || trail.VerdictOn(entry) is TrailVerdict.Untried);

    private static PoolLoad LoadOf(ReadOnlySpan<RoutingEntry> candidates, CallTrail? trail, TimeSpan now)
    {
        var load = default(PoolLoad);
        foreach (var entry in candidates)
        {
            var fitness = Fitness.ClassOf(entry, now);
            if (fitness is FitnessClass.FreeSlot or FitnessClass.Queue && IsCandidate(entry, trail))
            {
                load = new PoolLoad(
                    load.Slots + entry.Slots,
                    load.Calls + entry.RunningAt(now),
                    load.Waiting + entry.Waiting + entry.Asked,
                    load.AnyFree || fitness is FitnessClass.FreeSlot);
            }
        }

        return load;
    }

    private readonly record struct PoolLoad(long Slots, long Calls, long Waiting, bool AnyFree)
    {
        /// <summary>An endpoint's share of so many calls, by its slots, and the bound beyond it.</summary>
        public double BoundOf(long calls, int slots) => Math.Ceiling(LoadBound * calls * slots / Slots);
    }
}
