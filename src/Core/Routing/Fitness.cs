using MultiplexCluster.Contracts.Endpoints;

namespace MultiplexCluster.Core.Routing;

/// <summary>How well an endpoint suits a request now; the smaller the better.</summary>
/// <param name="Class">Free slot, then queue, then silence, then cooldown, then open circuit, then full.</param>
/// <param name="Load">Calls in flight over weight for a free slot; waiting over weight for a queue; the end of a pause in ticks.</param>
/// <param name="Waiting">Breaks ties of <paramref name="Load"/>.</param>
/// <param name="LastUsed">Breaks the remaining ties: least recently used first.</param>
public readonly record struct Fitness(FitnessClass Class, double Load, int Waiting, long LastUsed)
{
    /// <summary>Whether this suits better than the other.</summary>
    public bool IsBetterThan(in Fitness other)
    {
        if (Class != other.Class)
        {
            return Class < other.Class;
        }

        if (Load != other.Load)
        {
            return Load < other.Load;
        }

        return Waiting != other.Waiting ? Waiting < other.Waiting : LastUsed < other.LastUsed;
    }

    /// <summary>The fitness of an endpoint that <see cref="RoutingEntry.Serves"/>.</summary>
    public static Fitness Of(RoutingEntry entry, TimeSpan now)
    {
        var hasSlot = HasSlot(entry, now);
        return hasSlot && !entry.IsSilent
            ? new Fitness(FitnessClass.FreeSlot, LoadOf(entry, now), entry.Waiting, entry.LastUsed)
            : OfUnfree(entry, hasSlot, now);
    }

    /// <summary>The same without what orders those of a class.</summary>
    public static FitnessClass ClassOf(RoutingEntry entry, TimeSpan now)
    {
        var hasSlot = HasSlot(entry, now);
        return hasSlot && !entry.IsSilent ? FitnessClass.FreeSlot : ClassOfUnfree(entry, hasSlot, IsPaused(entry, now));
    }

    /// <summary>The fitness of one that would not start a request at once.</summary>
    internal static Fitness OfUnfree(RoutingEntry entry, bool hasSlot, TimeSpan now)
    {
        var isPaused = IsPaused(entry, now);
        var load = isPaused ? entry.Until.Ticks : (double)(entry.Waiting + entry.Asked) / entry.Weight;
        return new Fitness(ClassOfUnfree(entry, hasSlot, isPaused), load, entry.Waiting, entry.LastUsed);
    }

    /// <summary>Whether an endpoint that <see cref="RoutingEntry.Serves"/> would start a request at once.</summary>
    public static bool IsFree(RoutingEntry entry, TimeSpan now) => HasSlot(entry, now) && !entry.IsSilent;

    /// <summary>Calls in flight over weight: what one with a free slot is judged by.</summary>
    public static double LoadOf(RoutingEntry entry, TimeSpan now) => (double)entry.RunningAt(now) / entry.Weight;

    /// <summary>The same, though nobody knows whether it answers.</summary>
    internal static bool HasSlot(RoutingEntry entry, TimeSpan now)
    {
        if (entry.Waiting != 0)
        {
            return false;
        }

        if (entry.State is EndpointState.Available)
        {
            return entry.TakenAt(now) < entry.Slots;
        }

        // After a pause exactly one call tries: with nobody asked or waiting it is as good as an idle endpoint, so
        // that a recovered key comes back although others are free.
        return entry.Asked == 0 && now >= entry.Until;
    }

    private static FitnessClass ClassOfUnfree(RoutingEntry entry, bool hasSlot, bool isPaused)
    {
        var isFull = !hasSlot && entry.Waiting >= entry.QueueLimit;
        return isFull ? FitnessClass.Full
            : isPaused ? entry.State is EndpointState.CoolingDown ? FitnessClass.CoolingDown : FitnessClass.CircuitOpen
            : entry.IsSilent ? FitnessClass.Silent : FitnessClass.Queue;
    }

    private static bool IsPaused(RoutingEntry entry, TimeSpan now) =>
        now < entry.Until && entry.State is EndpointState.CoolingDown or EndpointState.CircuitOpen;
}

/// <summary>The classes of <see cref="Fitness"/>, best first.</summary>
public enum FitnessClass
{
    /// <summary>It would start at once.</summary>
    FreeSlot,

    /// <summary>It would wait for a slot.</summary>
    Queue,

    /// <summary>It doesn't answer at the moment.</summary>
    Silent,

    /// <summary>It would wait for a cooldown.</summary>
    CoolingDown,

    /// <summary>It would wait for a circuit.</summary>
    CircuitOpen,

    /// <summary>It would be refused.</summary>
    Full,
}
