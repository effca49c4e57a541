using MultiplexCluster.Contracts.Identity;

namespace MultiplexCluster.Contracts.Protocol;

// A node may act (grant permits, make calls) only while most of the nodes that hold endpoints have acknowledged it
// lately. So a node that was cut off has stopped by the time the others take over what it held.

/// <summary>Acknowledge me. Sent every second to each node that holds endpoints; answered with <see cref="LeasePong"/>.</summary>
/// <param name="From">Who asks.</param>
/// <param name="Number">Counts the sender's rounds.</param>
/// <param name="Departed">Nodes that are no longer members for the sender: it acknowledges them no more.</param>
public sealed record LeasePing(NodeId From, long Number, IReadOnlyList<DepartedNode> Departed) : IWireMessage;

/// <summary>The sender of that round is acknowledged.</summary>
public sealed record LeasePong(NodeId From, long Number) : IWireMessage;

/// <summary>A node that has left, or was downed.</summary>
/// <param name="Node">Which one.</param>
/// <param name="AcknowledgedMsAgo">Milliseconds since the sender last acknowledged it; null when it never did.</param>
/// <param name="DepartedMsAgo">Milliseconds since anyone first missed it.</param>
public sealed record DepartedNode(NodeId Node, long? AcknowledgedMsAgo, long DepartedMsAgo = 0);
