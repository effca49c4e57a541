namespace MultiplexCluster.Core.Routing;

/// <summary>The endpoints of one tier that serve one model. Not changed once made; not thread-safe.</summary>
public sealed class TierCandidates
{
    private readonly RoutingEntry[] _entries;
    private long[]? _upTo;
    private RoutingEntry[]? _ring;

    /// <summary>Of these endpoints.</summary>
    public TierCandidates(params RoutingEntry[] entries) => _entries = entries;

    /// <summary>All, in the order they came.</summary>
    public ReadOnlySpan<RoutingEntry> Entries => _entries;

    /// <summary>One of them, each as likely as its weight says; there must be one.</summary>
    public RoutingEntry DrawByWeight(Random random)
    {
        ArgumentNullException.ThrowIfNull(random);
        var sums = _upTo ??= Sums();
        var found = Array.BinarySearch(sums, random.NextInt64(sums[^1]) + 1);
        return _entries[found >= 0 ? found : ~found];
    }

    /// <summary>All in the order of their hashes, which is the same on all nodes, and where among them a hash belongs.</summary>
    public ReadOnlySpan<RoutingEntry> Ring(ulong hash, out int from)
    {
        var ring = _ring ??= [.. _entries.OrderBy(entry => entry.IdHash)];
        var (low, high) = (0, ring.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = ring[middle].IdHash < hash ? (middle + 1, high) : (low, middle);
        }

        from = low;
        return ring;
    }

    private long[] Sums()
    {
        var sum = 0L;
        return Array.ConvertAll(_entries, entry => sum += entry.Weight);
    }
}
