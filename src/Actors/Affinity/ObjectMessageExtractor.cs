using System.Globalization;
using Akka.Cluster.Sharding;
using MultiplexCluster.Contracts.Protocol;
using MultiplexCluster.Core.Affinity;

namespace MultiplexCluster.Actors.Affinity;

/// <summary>Finds the partition that a message is for; each has a shard of its own, so that they spread evenly.</summary>
internal sealed class ObjectMessageExtractor() : HashCodeMessageExtractor(ObjectPartitions.Count)
{
    /// <inheritdoc/>
    public override string EntityId(object message) =>
        message is IObjectMessage m ? m.Partition.ToString(CultureInfo.InvariantCulture) : null!;

    /// <inheritdoc/>
    public override string ShardId(string entityId, object? messageHint = null) => entityId;
}
