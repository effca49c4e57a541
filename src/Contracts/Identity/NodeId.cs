namespace MultiplexCluster.Contracts.Identity;

/// <summary>One start of one node: the number (31 bits) the cluster knows it by. A restarted node has another.</summary>
public readonly record struct NodeId(int Value)
{
    /// <inheritdoc/>
    public override string ToString() => Value.ToString("x8", System.Globalization.CultureInfo.InvariantCulture);
}
