namespace MultiplexCluster.Core.Routing;

/// <summary>
/// Turns by weight among those with a free slot. Up to 64 take them smoothly: each gains its weight, the richest goes and
/// pays what all gained, so that 5:1:1 gives a a b a c a a. Of more, one is drawn with its weight's probability.
/// </summary>
internal static class WeightedTurns
{
    private const int Draws = 2;

    /// <summary>The endpoint whose turn it is, which thereby has had it; null where none is found free.</summary>
    public static RoutingEntry? Choose(TierCandidates tier, CallTrail? trail, TimeSpan now, Random random) =>
        tier.Entries.Length <= LeastLoaded.FullScan ? Turn(tier.Entries, trail, now) : Draw(tier, trail, now, random);

    private static RoutingEntry? Turn(ReadOnlySpan<RoutingEntry> candidates, CallTrail? trail, TimeSpan now)
    {
        RoutingEntry? best = null;
        var gained = 0;
        foreach (var entry in candidates)
        {
            if (FreeSlots.Has(entry, trail, now))
            {
                entry.Credit += entry.Weight;
                gained += entry.Weight;
                best = best is null || entry.Credit > best.Credit ? entry : best;
            }
        }

        if (best is not null)
        {
            best.Credit -= gained;
        }

        return best;
    }

    private static RoutingEntry? Draw(TierCandidates tier, CallTrail? trail, TimeSpan now, Random random)
    {
        for (var i = 0; i < Draws; i++)
        {
            var drawn = tier.DrawByWeight(random);
            if (FreeSlots.Has(drawn, trail, now))
            {
                return drawn;
            }
        }

        return null;
    }
}
