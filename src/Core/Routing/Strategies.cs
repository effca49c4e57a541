using MultiplexCluster.Contracts.Requests;

namespace MultiplexCluster.Core.Routing;

/// <summary>
/// The strategies by name. All prefer an endpoint the request has not been to that would start it at once, and order
/// only those; where there is none, every one is <see cref="LeastLoaded"/>.
/// </summary>
public static class Strategies
{
    /// <summary>The best candidate and its fitness; null when none may be used. Nothing is allocated.</summary>
    /// <param name="strategy">How to choose.</param>
    /// <param name="tier">Of whom.</param>
    /// <param name="trail">Where the request has been; null for nowhere.</param>
    /// <param name="now">Monotonic, this node's clock.</param>
    /// <param name="random">For draws out of many.</param>
    public static (RoutingEntry Entry, Fitness Fitness)? Choose(
        RoutingStrategy strategy, TierCandidates tier, CallTrail? trail, TimeSpan now, Random random)
    {
        ArgumentNullException.ThrowIfNull(tier);
        var candidates = tier.Entries;
        return strategy switch
        {
            RoutingStrategy.LeastLoaded => LeastLoaded.Choose(candidates, trail, now, random),
            RoutingStrategy.Weighted => Chosen(WeightedTurns.Choose(tier, trail, now, random), now) ?? LeastLoaded.Choose(candidates, trail, now, random),
            RoutingStrategy.RoundRobin => LeastLoaded.Choose<LeastRecentlyUsed>(candidates, trail, now, random),
            RoutingStrategy.PowerOfTwo => Chosen(FreeSlots.OfTwoOfFew(candidates, trail, now, random), now) ?? LeastLoaded.Choose(candidates, trail, now, random),
            RoutingStrategy.LowestLatency => LeastLoaded.Choose<ExpectedFirstByte>(candidates, trail, now, random),
            _ => throw new ArgumentOutOfRangeException(nameof(strategy), strategy, "unknown strategy"),
        };
    }

    private static (RoutingEntry Entry, Fitness Fitness)? Chosen(RoutingEntry? entry, TimeSpan now) => entry is null ? null : (entry, Fitness.Of(entry, now));

    private readonly struct LeastRecentlyUsed : IRank
    {
        public static double Of(RoutingEntry entry, TimeSpan now) => entry.LastUsed;
    }

    /// <summary>
    /// Rises to the double as the slots fill, so that a slightly slower endpoint gets calls before the fastest is full. One that
    /// nothing is known of is tried by one call at a time.
    /// </summary>
    private readonly struct ExpectedFirstByte : IRank
    {
        public static double Of(RoutingEntry entry, TimeSpan now)
        {
            var running = entry.RunningAt(now);
            return entry.FirstByte.At(now) is { } milliseconds ? milliseconds * (1 + ((double)running / entry.Slots))
                : running == 0 ? 0
                : double.MaxValue;
        }
    }
}
