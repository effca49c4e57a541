namespace MultiplexCluster.Core.Routing;

/// <summary>
/// The default choice: a free slot by fewest calls in flight (over weight), else the shortest queue, else the
/// earliest end of a pause. Up to 64 candidates are scanned. Of more, the better of two drawn at random is taken when
/// it has a free slot, else the best of 64 neighbours: the cost doesn't grow with the pool while its queues take requests.
/// </summary>
public static class LeastLoaded
{
    /// <summary>The largest pool that is scanned whole.</summary>
    public const int FullScan = 64;

    /// <summary>The best candidate and its fitness; null when none may be used.</summary>
    public static (RoutingEntry Entry, Fitness Fitness)? Choose(
        ReadOnlySpan<RoutingEntry> candidates, CallTrail? trail, TimeSpan now, Random random) =>
        Choose<CallsOverWeight>(candidates, trail, now, random);

    /// <summary>The same with another order among free slots.</summary>
    internal static (RoutingEntry Entry, Fitness Fitness)? Choose<TRank>(
        ReadOnlySpan<RoutingEntry> candidates, CallTrail? trail, TimeSpan now, Random random)
        where TRank : struct, IRank
    {
        if (candidates.Length > FullScan && Draw<TRank>(candidates, trail, now, random) is { } drawn)
        {
            return drawn;
        }

        // A place the request has not been to is preferred as long as it would be admitted there.
        var untried = Scan<TRank>(candidates, trail, TrailVerdict.Untried, now);
        if (trail is null || untried is { Fitness.Class: FitnessClass.FreeSlot or FitnessClass.Queue })
        {
            return untried;
        }

        var tried = Scan<CallsOverWeight>(candidates, trail, TrailVerdict.RetryLeft, now);
        return untried is { } u && tried is { } t ? (t.Fitness.IsBetterThan(u.Fitness) ? t : u) : untried ?? tried;
    }

    private static (RoutingEntry Entry, Fitness Fitness)? Draw<TRank>(
        ReadOnlySpan<RoutingEntry> candidates, CallTrail? trail, TimeSpan now, Random random)
        where TRank : struct, IRank
    {
        if (FreeSlots.OfTwo<TRank>(candidates, trail, now, random) is { } free)
        {
            return (free, Fitness.Of(free, now));
        }

        var near = Scan<TRank>(FreeSlots.Neighbours(candidates, random), trail, TrailVerdict.Untried, now);
        return near is { Fitness.Class: FitnessClass.FreeSlot or FitnessClass.Queue } ? near : null;
    }

    private static (RoutingEntry Entry, Fitness Fitness)? Scan<TRank>(
        ReadOnlySpan<RoutingEntry> candidates, CallTrail? trail, TrailVerdict wanted, TimeSpan now)
        where TRank : struct, IRank
    {
        RoutingEntry? best = null;
        Fitness fittest = default;
        RoutingEntry? free = null;
        var lowest = 0d;
        foreach (var candidate in candidates)
        {
            if (!candidate.Serves || (trail?.VerdictOn(candidate) ?? TrailVerdict.Untried) != wanted)
            {
                continue;
            }

            // Nearly always somebody is free: then nothing is worked out for the others.
            var hasSlot = Fitness.HasSlot(candidate, now);
            if (hasSlot && !candidate.IsSilent)
            {
                var rank = TRank.Of(candidate, now);
                if (free is null || rank < lowest || (rank.Equals(lowest) && candidate.LastUsed < free.LastUsed))
                {
                    (free, lowest) = (candidate, rank);
                }
            }
            else if (free is null)
            {
                var fitness = Fitness.OfUnfree(candidate, hasSlot, now);
                if ((best is null || fitness.IsBetterThan(fittest)) && trail?.KnowsRefusalOf(candidate, fitness, now) is not true)
                {
                    (best, fittest) = (candidate, fitness);
                }
            }
        }

        return free is not null ? (free, Fitness.Of(free, now)) : best is not null ? (best, fittest) : null;
    }
}
