using CsCheck;
using MultiplexCluster.Contracts.Identity;
using MultiplexCluster.Core.Leases;
using Xunit;

namespace MultiplexCluster.Core.Tests.Leases;

/// <summary>Clusters of ledgers with links that fail and delay, nodes that freeze, and members that learn late of who is out.</summary>
public sealed class LeaseSafetyTests
{
    [Fact]
    public void A_node_taken_for_ended_acts_no_more_whatever_links_and_nodes_do() =>
        Gen.Select(Gen.Int, Gen.Int[3, 5], (seed, nodes) => (seed, nodes)).Sample(
            t =>
            {
                var cluster = new LeaseCluster(t.nodes, t.seed);
                while (cluster.Now < TimeSpan.FromSeconds(60))
                {
                    cluster.Step();
                    foreach (var (watcher, gone) in cluster.TakenForEnded())
                    {
                        Assert.False(cluster.MayCall(gone), $"{watcher} takes {gone} for ended at {cluster.Now}, but it may call");
                    }
                }

                Assert.True(cluster.SurvivorsAreClear(), "those that are left never took the others for ended");
            },
            iter: 300);
}
