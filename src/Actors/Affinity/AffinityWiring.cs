using Akka.Actor;
using Akka.Cluster.Hosting;
using Akka.Cluster.Sharding;
using Akka.Hosting;
using MultiplexCluster.Actors.Endpoints;
using MultiplexCluster.Actors.Hosting;
using MultiplexCluster.Core.Affinity;

namespace MultiplexCluster.Actors.Affinity;

/// <summary>Puts the memory of objects into an actor system.</summary>
internal static class AffinityWiring
{
    /// <summary>The shortest pause between two writes of a partition.</summary>
    internal static readonly TimeSpan ShortestPause = TimeSpan.FromMilliseconds(50);

    /// <summary>The partitions, sharded like endpoints, and this node's courier to them.</summary>
    /// <param name="builder">The actor system.</param>
    /// <param name="maxObjects">How many objects the cluster remembers, from 1.</param>
    /// <param name="recent">What this node knows.</param>
    internal static AkkaConfigurationBuilder WithObjects(this AkkaConfigurationBuilder builder, int maxObjects, RecentObjects recent)
    {
        var pace = new CheckpointPace(ShortestPause);
        var capacity = ObjectPartitions.CapacityOf(maxObjects);
        return builder
            .WithShardRegion<ObjectRegion>(
                "objects",
                (_, _, _) => id => ObjectPartition.Props(id, capacity, pace),
                new ObjectMessageExtractor(),
                new ShardOptions
                {
                    Role = NodeOptions.EndpointRole,
                    StateStoreMode = StateStoreMode.DData,
                    RememberEntities = false,
                    ShouldPassivateIdleEntities = false,
                    HandOffStopMessage = HandOffObjects.Instance,
                })
            .WithActors((system, registry) => registry.Register<NodeObjects>(
                system.ActorOf(ObjectCourier.Props(registry.Get<ObjectRegion>(), recent), ObjectCourier.Name)));
    }
}
