using MultiplexCluster.Cluster.Nodes;

namespace MultiplexCluster.Cluster.Links;

/// <summary>Whole partitions.</summary>
public static class Partitions
{
    /// <summary>Cuts all links between two sides, both ways.</summary>
    public static async Task SeparateAsync(this ILinks links, IReadOnlyList<ClusterNode> one, IReadOnlyList<ClusterNode> other, CutManner manner = CutManner.Silent)
    {
        await links.SilenceAsync(one, other, manner);
        await links.SilenceAsync(other, one, manner);
    }

    /// <summary>Cuts one way only: what <paramref name="from"/> sends does not reach <paramref name="to"/>.</summary>
    public static Task SilenceAsync(this ILinks links, IReadOnlyList<ClusterNode> from, IReadOnlyList<ClusterNode> to, CutManner manner = CutManner.Silent) =>
        EachAsync(from, to, (a, b) => links.CutAsync(a, b, manner));

    /// <summary>Delays what goes between two sides, both ways.</summary>
    public static async Task SlowAsync(this ILinks links, IReadOnlyList<ClusterNode> one, IReadOnlyList<ClusterNode> other, TimeSpan delay)
    {
        await EachAsync(one, other, (a, b) => links.DelayAsync(a, b, delay));
        await EachAsync(other, one, (a, b) => links.DelayAsync(a, b, delay));
    }

    /// <summary>Heals all links between these nodes and ends all delays.</summary>
    public static Task HealAllAsync(this ILinks links, IReadOnlyList<ClusterNode> nodes) => EachAsync(nodes, nodes, async (a, b) =>
    {
        await links.HealAsync(a, b);
        await links.DelayAsync(a, b, TimeSpan.Zero);
    });

    private static async Task EachAsync(IReadOnlyList<ClusterNode> from, IReadOnlyList<ClusterNode> to, Func<int, int, Task> act)
    {
        foreach (var (a, b) in from.SelectMany(a => to.Where(b => b != a).Select(b => (a.Number, b.Number))))
        {
            await act(a, b);
        }
    }
}
