using MultiplexCluster.Contracts.Endpoints;
using MultiplexCluster.Contracts.Identity;

namespace MultiplexCluster.Contracts.Protocol;

// How routers learn which endpoints there are. An endpoint announces itself to its node's reporter when it
// starts and whenever its settings or its willingness to grant change; the reporter tells every router.

/// <summary>An endpoint as routing sees it.</summary>
/// <param name="EndpointId">Which one.</param>
/// <param name="Incarnation">Random per start of its actor: replies of an earlier one are stale.</param>
/// <param name="Version">Counts this incarnation's announcements; an older one is ignored.</param>
/// <param name="Settings">Its settings.</param>
/// <param name="Load">Its load.</param>
public sealed record EndpointAnnouncement(
    EndpointId EndpointId,
    long Incarnation,
    long Version,
    EndpointSettings Settings,
    EndpointLoad Load) : IWireMessage
{
    /// <summary>
    /// Which of its changes last ended its pauses of models before their time: where the number is a new one, whoever waits one of
    /// them out may ask again. 0 for none, and from builds that don't tell it.
    /// </summary>
    public long ModelsResumed { get; init; }
}

/// <summary>The endpoint is deleted for good.</summary>
public sealed record EndpointGone(EndpointId EndpointId) : IWireMessage;

/// <summary>Several announcements in one message, below the frame limit.</summary>
public sealed record DirectoryUpdate(IReadOnlyList<EndpointAnnouncement> Announcements, IReadOnlyList<EndpointId> Gone) : IWireMessage;

/// <summary>
/// A router's question to its node's reporter, passed on to the reporters of all nodes: one that knows of more than
/// these editions says all it knows, then its edition.
/// </summary>
/// <param name="Known">The editions the router has in full.</param>
public sealed record DirectoryRequest(IReadOnlyList<DirectoryEdition> Known) : IWireMessage;

/// <summary>What a reporter said before is its directory of this edition: by itself, or together with the edition before.</summary>
/// <param name="Reporter">Random per start of a reporter.</param>
/// <param name="Number">Counts its changes.</param>
/// <param name="IsWhole">It said everything, not only what changed since the edition before.</param>
public sealed record DirectoryEdition(long Reporter, long Number, bool IsWhole) : IWireMessage;

/// <summary>Starts the endpoint's actor if it isn't running; a running one ignores it.</summary>
public sealed record WakeEndpoint(EndpointId EndpointId) : IEndpointMessage;
