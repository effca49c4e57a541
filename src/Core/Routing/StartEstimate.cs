using MultiplexCluster.Contracts.Endpoints;

namespace MultiplexCluster.Core.Routing;

/// <summary>When a request may start at an endpoint, by what one router knows of it.</summary>
public static class StartEstimate
{
    /// <summary>From now until a slot is expected; never negative, and no sooner the more are ahead. Null where nothing tells.</summary>
    /// <param name="entry">The endpoint.</param>
    /// <param name="ahead">How many are served before it there.</param>
    /// <param name="now">Monotonic, this node's clock.</param>
    public static TimeSpan? At(RoutingEntry entry, int ahead, TimeSpan now)
    {
        ArgumentNullException.ThrowIfNull(entry);
        var isPaused = entry.State is EndpointState.CoolingDown or EndpointState.CircuitOpen or EndpointState.Quarantined;
        var gate = isPaused && entry.Until > now ? entry.Until - now : TimeSpan.Zero;
        if ((!entry.Serves && entry.State is not EndpointState.Quarantined) || (entry.State is EndpointState.Quarantined && gate == TimeSpan.Zero))
        {
            return null;
        }

        if (gate == TimeSpan.Zero && ahead == 0 && OpenSlots.IsFree(entry, now))
        {
            return TimeSpan.Zero;
        }

        // A pause is known to the millisecond; how long calls take is only known once some have ended.
        var turns = gate > TimeSpan.Zero ? ahead : ahead + 1L;
        return entry.MeanHold is { } hold && hold > TimeSpan.Zero ? gate + Turns(hold, turns, entry.Settings.MaxConcurrentRequests)
            : gate > TimeSpan.Zero ? gate
            : null;
    }

    /// <summary>Whether a request does better to wait at another endpoint than to wait out the pause of its own.</summary>
    /// <param name="there">The other endpoint's estimate; null where nothing tells.</param>
    /// <param name="here">Its own.</param>
    public static bool IsSooner(TimeSpan? there, TimeSpan? here) => there is { } t ? here is null || t < here : here is null || here >= LongPause;

    /// <summary>A pause that long is left for a queue of which nothing is known.</summary>
    private static readonly TimeSpan LongPause = TimeSpan.FromSeconds(1);

    private static TimeSpan Turns(TimeSpan hold, long turns, int slots) =>
        TimeSpan.FromTicks((long)Math.Min(TimeSpan.FromDays(1).Ticks, (double)hold.Ticks * turns / slots));
}
