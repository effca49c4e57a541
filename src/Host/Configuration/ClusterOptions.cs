namespace MultiplexCluster.Host.Configuration;

/// <summary>How nodes find each other.</summary>
/// <param name="Hostname">Own address for other nodes. Default 127.0.0.1.</param>
/// <param name="Port">Own port for other nodes, 0 – 65,535; 0 takes any free one. Default 0.</param>
/// <param name="SeedNodes">Static seeds; empty joins itself.</param>
/// <param name="Roles">This node's roles. Default <c>endpoint</c>.</param>
public sealed record ClusterOptions(
    string Hostname,
    int Port,
    IReadOnlyList<SeedNode> SeedNodes,
    IReadOnlyList<string> Roles)
{
    /// <summary>Whether other nodes take part: a seed is named that is not this node.</summary>
    public bool HasOtherNodes => SeedNodes.Any(seed => !IsSelf(seed));

    private bool IsSelf(SeedNode seed) =>
        seed.Port == Port
        && (seed.Host.Equals(Hostname, StringComparison.OrdinalIgnoreCase)
            || (Listeners.IsLoopbackHost(seed.Host) && Listeners.IsLoopbackHost(Hostname)));
}

/// <summary>A node others join at.</summary>
public sealed record SeedNode(string Host, int Port)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Host}:{Port}";
}
