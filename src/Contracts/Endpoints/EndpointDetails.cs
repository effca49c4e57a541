using MultiplexCluster.Contracts.Identity;

namespace MultiplexCluster.Contracts.Endpoints;

/// <summary>All an operator may see of an endpoint; never its key.</summary>
public sealed record EndpointDetails(
    EndpointId EndpointId,
    EndpointSettings Settings,
    string ApiKeyHint,
    int KeyVersion,
    DateTimeOffset CreatedAt,
    EndpointCondition Condition,
    EndpointStats Stats,
    int CurrentRequests,
    int QueueLength);
