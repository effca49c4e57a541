namespace MultiplexCluster.Contracts.Identity;

/// <summary>One incarnation of one node's router: a random number drawn when the router starts, never reused.</summary>
public readonly record struct RouterId(long Incarnation)
{
    /// <inheritdoc/>
    public override string ToString() => Incarnation.ToString("x16", System.Globalization.CultureInfo.InvariantCulture);
}
