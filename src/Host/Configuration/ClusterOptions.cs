using MultiplexCluster.Actors.Transport;

namespace MultiplexCluster.Host.Configuration;

/// <summary>How nodes find each other.</summary>
/// <param name="Hostname">Where it listens for other nodes, and its address for them unless there is a public one. Default 127.0.0.1.</param>
/// <param name="Port">The port of that, 0 – 65,535; 0 takes any free one. Default 0.</param>
/// <param name="SeedNodes">Static seeds; empty joins itself.</param>
/// <param name="Roles">This node's roles. Default <c>endpoint</c>.</param>
public sealed record ClusterOptions(
    string Hostname,
    int Port,
    IReadOnlyList<SeedNode> SeedNodes,
    IReadOnlyList<string> Roles)
{
    /// <summary>Own address for other nodes where they can't use <see cref="Hostname"/>. Default null: the same.</summary>
    public string? PublicHostname { get; init; }

    /// <summary>Own port for other nodes where they can't use <see cref="Port"/>, 1 – 65,535. Default null: the same.</summary>
    public int? PublicPort { get; init; }

    /// <summary>Mutual TLS between the nodes. Default null: none.</summary>
    public NodeTls? Tls { get; init; }

    /// <summary>Whether other nodes take part: a seed is named that is not this node.</summary>
    public bool HasOtherNodes => SeedNodes.Any(seed => !IsSelf(seed));

    private bool IsSelf(SeedNode seed)
    {
        var own = PublicHostname ?? Hostname;
        return seed.Port == (PublicPort ?? Port)
            && (seed.Host.Equals(own, StringComparison.OrdinalIgnoreCase)
                || (IsUsualLoopback(seed.Host) && IsUsualLoopback(own)));
    }

    // Of the many loopback addresses these two are the same machine by another name; others may be other nodes.
    private static bool IsUsualLoopback(string host) => host is "127.0.0.1" || host.Equals("localhost", StringComparison.OrdinalIgnoreCase);
}

/// <summary>A node others join at.</summary>
public sealed record SeedNode(string Host, int Port)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Host}:{Port}";
}
