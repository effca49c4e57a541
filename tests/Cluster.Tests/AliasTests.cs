using System.Globalization;
using MultiplexCluster.Cluster.Checking;
using Xunit;
using Xunit.Abstractions;

namespace MultiplexCluster.Cluster.Tests;

[Collection(SharedClusterTests.Name)]
public sealed class AliasTests(SharedCluster shared, ITestOutputHelper output)
{
    private static readonly TimeSpan MayBeLate = TimeSpan.FromSeconds(1);

    [ClusterFact]
    public async Task What_is_done_to_an_alias_at_one_node_holds_at_the_others_within_a_second_and_it_falls_back_there()
    {
        const string name = "set-at-one-node";
        var (cluster, nodes) = (shared.Cluster, shared.Cluster.Nodes);
        using var pool = await AliasPool.CreateAsync(cluster);
        await using var slowness = new SlownessProbe(cluster, cluster.Warm);
        var latest = TimeSpan.Zero;
        async Task HoldsAsync(string expected)
        {
            var since = cluster.Clock;
            var late = await Task.WhenAll(nodes.Select(node => pool.UntilAsync(node, name, expected, since)));
            latest = late.Append(latest).Max();
        }

        await AliasPool.SetAsync(nodes[0], name, AliasPool.Groq, AliasPool.OpenAi);
        await HoldsAsync(AliasPool.Groq);
        await AliasPool.SetAsync(nodes[1], name, AliasPool.OpenAi);
        await HoldsAsync(AliasPool.OpenAi);
        await AliasPool.SetAsync(nodes[2], name, AliasPool.Groq, AliasPool.OpenAi);
        await HoldsAsync(AliasPool.Groq);

        pool.FailGroq();
        var before = pool.GroqKey.Count;
        Assert.All(await Task.WhenAll(nodes.Select(node => pool.AskAsync(node, name))), answer => Assert.Equal(AliasPool.OpenAi, answer));
        Assert.Equal(before + nodes.Count, pool.GroqKey.Count);

        await AliasPool.DeleteAsync(nodes[0], name);
        await HoldsAsync("unknown");

        output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"known everywhere after {latest.TotalMilliseconds:F0} ms, slowest question {slowness.Longest.TotalMilliseconds:F0} ms"));
        Assert.InRange(latest, TimeSpan.Zero, MayBeLate + slowness.Longest);
    }
}
