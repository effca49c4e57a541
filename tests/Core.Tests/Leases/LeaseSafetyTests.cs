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
            t => Lives(new LeaseCluster(t.nodes, t.seed)),
            iter: 300);

    // What docs/scaling.md says of 50 nodes.
    [Fact]
    public void Fifty_nodes_hold_to_it_as_well_and_each_sends_about_a_hundred_messages_a_second() =>
        Gen.Int.Sample(
            seed =>
            {
                var cluster = new LeaseCluster(50, seed);
                Lives(cluster);

                // Some are lost, and nodes that are frozen send none.
                Assert.InRange(cluster.Sent / 50.0 / cluster.Now.TotalSeconds, 20, 98);
            },
            iter: 2,
            threads: 1);

    private static void Lives(LeaseCluster cluster)
    {
        while (cluster.Now < TimeSpan.FromSeconds(60))
        {
            cluster.Step();
            foreach (var (watcher, gone) in cluster.TakenForEnded())
            {
                Assert.False(cluster.MayCall(gone), $"{watcher} takes {gone} for ended at {cluster.Now}, but it may call");
            }
        }

        Assert.True(cluster.SurvivorsAreClear(), "those that are left never took the others for ended");
    }
}
