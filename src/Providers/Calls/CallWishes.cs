using MultiplexCluster.Contracts.Endpoints;
using MultiplexCluster.Contracts.Identity;
using MultiplexCluster.Contracts.Requests;

namespace MultiplexCluster.Providers.Calls;

/// <summary>What a caller asks of the routing of one request, by headers or by where its path leads.</summary>
public readonly record struct CallWishes
{
    /// <summary>Nothing is asked for.</summary>
    public CallWishes() => Priority = PriorityClass.Medium;

    /// <summary>Its place in every queue.</summary>
    public PriorityClass Priority { get; init; }

    /// <summary>The lane of its caller's client key, 0 – 63: lanes of a class take fair turns in queues. 0 where none is needed.</summary>
    public byte Lane { get; init; }

    /// <summary>Pool label, or null for the unlabelled pool.</summary>
    public string? Pool { get; init; }

    /// <summary>The one endpoint to use, or null for any.</summary>
    public EndpointId? Pinned { get; init; }

    /// <summary>How its endpoint is chosen; null for as the pool's rules say.</summary>
    public RoutingStrategy? Strategy { get; init; }

    /// <summary>The conversation it belongs to, as a hash that is the same on all nodes; 0 for none.</summary>
    public ulong Session { get; init; }

    /// <summary>Longest wait in queues and backoff together; null for the endpoint's own limit.</summary>
    public TimeSpan? WaitLimit { get; init; }
}
