namespace MultiplexCluster.Core.Routing;

/// <summary>Fewest calls in flight over weight first.</summary>
internal readonly struct CallsOverWeight : IRank
{
    public static double Of(RoutingEntry entry, TimeSpan now) => Fitness.LoadOf(entry, now);
}
