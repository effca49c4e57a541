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

/// <summary>A router's answer: the calls it holds permits for. Its reports since the mark it sends before, one by one.</summary>
/// <param name="EndpointId">The endpoint that asked.</param>
/// <param name="Incarnation">Its incarnation.</param>
/// <param name="Router">Who answers.</param>
/// <param name="Permits">The calls it holds permits for.</param>
public sealed record Holdings(
    EndpointId EndpointId,
    long Incarnation,
    RouterId Router,
    IReadOnlyList<CallId> Permits) : IEndpointMessage
{
    /// <summary>Counts the messages of one answer from 0: many permits take several.</summary>
    public int Page { get; init; }

    /// <summary>Another message follows.</summary>
    public bool HasMore { get; init; }

    /// <summary>The version of the key that each of <see cref="Permits"/> calls with, in their order; empty from a router that doesn't say, for the current one.</summary>
    public IReadOnlyList<int> KeyVersions { get; init; } = [];
}
