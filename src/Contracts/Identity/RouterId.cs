namespace MultiplexCluster.Contracts.Identity;

/// <summary>
/// One incarnation of one node's router, never reused: the node's number in the upper half, a number drawn when the
/// router starts in the lower.
/// </summary>
public readonly record struct RouterId(long Incarnation)
{
    /// <summary>The node the router runs on.</summary>
    public NodeId Node => new((int)(Incarnation >> 32));

    /// <summary>The router of a node that drew this number at its start.</summary>
    public static RouterId Of(NodeId node, uint draw) => new(((long)node.Value << 32) | draw);

    /// <inheritdoc/>
    public override string ToString() => Incarnation.ToString("x16", System.Globalization.CultureInfo.InvariantCulture);
}
