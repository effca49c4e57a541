using MultiplexCluster.Contracts.Identity;

namespace MultiplexCluster.Contracts.Protocol;

/// <summary>May cross nodes: bound to the project's own serializer; anything else is refused on the wire.</summary>
public interface IWireMessage;

/// <summary>Addressed to one endpoint: the shard region finds it by <see cref="EndpointId"/>.</summary>
public interface IEndpointMessage : IWireMessage
{
    /// <summary>The endpoint it is for.</summary>
    EndpointId EndpointId { get; }
}

/// <summary>An endpoint's word to the router that asked.</summary>
public interface IEndpointReply : IWireMessage
{
    /// <summary>The endpoint that speaks.</summary>
    EndpointId EndpointId { get; }
}
