using MultiplexCluster.Contracts.Identity;

namespace MultiplexCluster.Core.Affinity;

/// <summary>How the cluster's memory of objects is cut into parts.</summary>
public static class ObjectPartitions
{
    /// <summary>
    /// How many parts there are. Few, so that what is noted at one moment meets in few writes. Never change it: what is
    /// stored lies by it, and all nodes must agree.
    /// </summary>
    public const int Count = 16;

    /// <summary>The part that remembers an object, from 0.</summary>
    public static int Of(ObjectKey key) => (int)((ulong)key.High % Count);

    /// <summary>How many a part remembers of so many in all, at least one.</summary>
    /// <param name="total">In all, from 1.</param>
    public static int CapacityOf(int total) => Math.Max(1, ((total - 1) / Count) + 1);
}
