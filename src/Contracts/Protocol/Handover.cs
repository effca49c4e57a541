using MultiplexCluster.Contracts.Identity;

namespace MultiplexCluster.Contracts.Protocol;

// A new incarnation of an endpoint asks every router what it holds before it grants anything.

/// <summary>Which permits of this endpoint do you hold, and which of your reports are not covered yet?</summary>
/// <param name="EndpointId">The endpoint that starts.</param>
/// <param name="Incarnation">Its new incarnation.</param>
/// <param name="Marks">Per router, the number of its last report that is counted.</param>
public sealed record HoldingsRequest(
    EndpointId EndpointId,
    long Incarnation,
    IReadOnlyDictionary<RouterId, long> Marks) : IWireMessage;

/// <summary>A router's answer: the calls it holds permits for, and its reports since the mark.</summary>
public sealed record Holdings(
    EndpointId EndpointId,
    long Incarnation,
    RouterId Router,
    IReadOnlyList<CallId> Permits,
    IReadOnlyList<Report> Reports) : IEndpointMessage;
