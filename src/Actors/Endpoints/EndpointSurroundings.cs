using Akka.Actor;
using MultiplexCluster.Actors.Leases;

namespace MultiplexCluster.Actors.Endpoints;

/// <summary>The actors around an endpoint, and what holds for all endpoints of a node.</summary>
/// <param name="Reporter">This node's directory reporter: learns of announcements, relays questions to all routers.</param>
/// <param name="Catalog">The catalog singleton's proxy.</param>
/// <param name="AllowPrivateNetworks">Whether base URLs may reach private addresses.</param>
/// <param name="Leases">Whether this node may act, and which others no longer do.</param>
/// <param name="Pace">How often checkpoints are written.</param>
/// <param name="Unreadable">Learns of endpoints that can't be read from the store.</param>
internal sealed record EndpointSurroundings(
    IActorRef Reporter,
    IActorRef Catalog,
    bool AllowPrivateNetworks,
    NodeLeases Leases,
    CheckpointPace Pace,
    UnreadableEndpoints Unreadable)
{
    /// <summary>This node's router, where it has one: learns of announcements at once.</summary>
    public IActorRef Router { get; init; } = ActorRefs.Nobody;

    /// <summary>This node's checker of refused keys, where it has one.</summary>
    public IActorRef KeyChecker { get; init; } = ActorRefs.Nobody;

    /// <summary>When a refused key is tried again for the first time; null for never.</summary>
    public TimeSpan? KeyCheckInterval { get; init; }
}
