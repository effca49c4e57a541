using MultiplexCluster.Actors.Transport;
using MultiplexCluster.Core.Routing;

namespace MultiplexCluster.Actors.Hosting;

/// <summary>How this node takes part in the cluster.</summary>
public sealed record NodeOptions
{
    /// <summary>The actor system's name: the same on all nodes.</summary>
    public const string SystemName = "multiplex";

    /// <summary>Where it listens for other nodes, and its address for them unless there is a public one. Default 127.0.0.1.</summary>
    public string Hostname { get; init; } = "127.0.0.1";

    /// <summary>The port of that; 0 takes any free one. Default 0.</summary>
    public int Port { get; init; }

    /// <summary>Own address for other nodes where they can't use <see cref="Hostname"/>. Default null: the same.</summary>
    public string? PublicHostname { get; init; }

    /// <summary>Own port for other nodes where they can't use <see cref="Port"/>. Default null: the same.</summary>
    public int? PublicPort { get; init; }

    /// <summary>Mutual TLS between the nodes. Default null: none.</summary>
    public NodeTls? Tls { get; init; }

    /// <summary>Static seeds as <c>host:port</c>; empty joins itself.</summary>
    public IReadOnlyList<string> SeedNodes { get; init; } = [];

    /// <summary>This node's roles. Default <c>endpoint</c>.</summary>
    public IReadOnlyList<string> Roles { get; init; } = [EndpointRole];

    /// <summary>How this node chooses endpoints. Default: least loaded everywhere.</summary>
    public RoutingPolicy Routing { get; init; } = new();

    /// <summary>Whether endpoints may reach private addresses.</summary>
    public bool AllowPrivateNetworks { get; init; }

    /// <summary>How many objects of providers' accounts the cluster remembers; 0 remembers none. Default 200,000; at most 2,000,000.</summary>
    public int MaxObjects { get; init; } = 200_000;

    /// <summary>After how long a refused key is tried again by a free call, more seldom each time; null for never. Default 5 minutes.</summary>
    public TimeSpan? KeyCheckInterval { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>The role of nodes that hold endpoints.</summary>
    public const string EndpointRole = "endpoint";
}
