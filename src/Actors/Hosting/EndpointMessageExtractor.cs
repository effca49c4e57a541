using Akka.Cluster.Sharding;
using MultiplexCluster.Contracts.Protocol;

namespace MultiplexCluster.Actors.Hosting;

/// <summary>Finds the endpoint, and its shard, that a message is for.</summary>
internal sealed class EndpointMessageExtractor() : HashCodeMessageExtractor(ShardCount)
{
    /// <summary>Never change it on a running cluster: all nodes must agree.</summary>
    public const int ShardCount = 128;

    /// <inheritdoc/>
    public override string EntityId(object message) => message is IEndpointMessage m ? m.EndpointId.Value : null!;
}
