using Akka;
using Akka.Actor;
using Akka.Cluster;
using Akka.Hosting;
using MultiplexCluster.Actors.Hosting;
using MultiplexCluster.Actors.Leases;
using MultiplexCluster.Actors.Storage;
using MultiplexCluster.Core.Secrets;

namespace MultiplexCluster.Actors.Membership;

/// <summary>How a node gets into its cluster.</summary>
internal static class MembershipWiring
{
    /// <summary>A node that names no other joins itself; one of several looks for the others.</summary>
    public static AkkaConfigurationBuilder WithMembership(
        this AkkaConfigurationBuilder builder, NodeOptions node, StoreOptions store, NodeLeases leases, KeySealer sealer) =>
        builder.AddStartup((system, _) =>
        {
            var cluster = Cluster.Get(system);
            if (node.SeedNodes.Count == 0)
            {
                cluster.Join(cluster.SelfAddress);
                return;
            }

            var table = new MemberTable(store.ConnectionString ?? throw new InvalidOperationException("several nodes need PostgreSQL"));
            system.ActorOf(ClusterJoiner.Props(node.SeedNodes, table, leases, sealer.Fingerprint()), ClusterJoiner.Name);

            // One that leaves on purpose need not be waited for by the next that starts.
            var self = cluster.SelfAddress.ToHostAndPort();
            CoordinatedShutdown.Get(system).AddTask(CoordinatedShutdown.PhaseClusterShutdown, "remove the member's record", async () =>
            {
                try
                {
                    await table.RemoveAsync(self);
                }
                catch (Exception e) when (e is not OutOfMemoryException)
                {
                    // The store is away: the record gets old by itself.
                }

                return Done.Instance;
            });
        });
}
