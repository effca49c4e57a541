namespace MultiplexCluster.Core.Routing;

/// <summary>Chooses among the endpoints that would start a request at once and that it has not been to.</summary>
internal static class FreeSlots
{
    private const int Draws = 4;

    /// <summary>Whether the endpoint is one of them.</summary>
    public static bool Has(RoutingEntry entry, CallTrail? trail, TimeSpan now) =>
        entry.Serves
        && Fitness.IsFree(entry, now)
        && (trail is null || trail.VerdictOn(entry) is TrailVerdict.Untried);

    /// <summary>The less loaded of two draws out of three to 64; null where none was free, and of others, who are drawn from or scanned anyway.</summary>
    public static RoutingEntry? OfTwoOfFew(ReadOnlySpan<RoutingEntry> candidates, CallTrail? trail, TimeSpan now, Random random) =>
        candidates.Length is > 2 and <= LeastLoaded.FullScan ? OfTwo<CallsOverWeight>(candidates, trail, now, random) : null;

    /// <summary>The better of two different ones drawn at random, of up to four pairs the first in which one is free; null where none was.</summary>
    /// <param name="candidates">Two or more.</param>
    /// <param name="trail">Where the request has been; null for nowhere.</param>
    /// <param name="now">Monotonic, this node's clock.</param>
    /// <param name="random">Draws.</param>
    public static RoutingEntry? OfTwo<TRank>(ReadOnlySpan<RoutingEntry> candidates, CallTrail? trail, TimeSpan now, Random random)
        where TRank : struct, IRank
    {
        for (var i = 0; i < Draws; i++)
        {
            // Of all pairs of two different ones each is as likely.
            var first = random.Next(candidates.Length);
            var second = random.Next(candidates.Length - 1);
            second += second >= first ? 1 : 0;
            if (Better<TRank>(Free(candidates[first], trail, now), Free(candidates[second], trail, now), now) is { } found)
            {
                return found;
            }
        }

        return null;
    }

    /// <summary>All of up to 64; of more as many that stand beside each other, wherever.</summary>
    public static ReadOnlySpan<RoutingEntry> Neighbours(ReadOnlySpan<RoutingEntry> candidates, Random random) =>
        candidates.Length <= LeastLoaded.FullScan
            ? candidates
            : candidates.Slice(random.Next(candidates.Length - LeastLoaded.FullScan + 1), LeastLoaded.FullScan);

    private static RoutingEntry? Free(RoutingEntry entry, CallTrail? trail, TimeSpan now) => Has(entry, trail, now) ? entry : null;

    private static RoutingEntry? Better<TRank>(RoutingEntry? a, RoutingEntry? b, TimeSpan now)
        where TRank : struct, IRank
    {
        if (a is null || b is null)
        {
            return a ?? b;
        }

        var (x, y) = (TRank.Of(a, now), TRank.Of(b, now));
        return y < x || (y.Equals(x) && b.LastUsed < a.LastUsed) ? b : a;
    }
}

/// <summary>An order of endpoints, best first by its number. A type, so that each order is compiled into its scan.</summary>
internal interface IRank
{
    /// <summary>The lower the better.</summary>
    static abstract double Of(RoutingEntry entry, TimeSpan now);
}
