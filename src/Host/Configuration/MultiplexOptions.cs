using MultiplexCluster.Core.Routing;
using MultiplexCluster.Core.Secrets;

namespace MultiplexCluster.Host.Configuration;

/// <summary>Everything an operator sets under <c>Multiplex</c>, read and validated once at start.</summary>
public sealed record MultiplexOptions
{
    /// <summary>Where the SQLite file and generated secrets live. Default <c>./data</c>.</summary>
    public required string DataDirectory { get; init; }

    /// <summary>The addresses the service listens on.</summary>
    public required Listeners Listeners { get; init; }

    /// <summary>The admin API's bearer token as the operator set it; null: generated.</summary>
    public ConfiguredSecret? AdminToken { get; init; }

    /// <summary>The master key as the operator set it, by value or by file; null: generated.</summary>
    public MasterKey? MasterKey { get; init; }

    /// <summary>Where state is kept.</summary>
    public required PersistenceOptions Persistence { get; init; }

    /// <summary>How nodes find each other.</summary>
    public required ClusterOptions Cluster { get; init; }

    /// <summary>What endpoints may reach.</summary>
    public required UpstreamAccessOptions Upstreams { get; init; }

    /// <summary>Bounds of what callers may send.</summary>
    public required LimitOptions Limits { get; init; }

    /// <summary>How many objects of providers' accounts the cluster remembers, 0 (none) – 2,000,000. Default 200,000.</summary>
    public required int MaxObjects { get; init; }

    /// <summary>How endpoints are chosen.</summary>
    public required RoutingPolicy Routing { get; init; }

    /// <summary>How a node ends.</summary>
    public required DrainOptions Drain { get; init; }

    /// <summary>Names in <c>Host</c> that a loopback listener answers to beside the local ones; <c>*</c> is all. Default none.</summary>
    public IReadOnlyList<string> AllowedHosts { get; init; } = [];

    /// <summary>Origins of web pages whose requests are taken where no client key is required; <c>*</c> is all. Default none.</summary>
    public IReadOnlyList<string> AllowedOrigins { get; init; } = [];

    /// <summary>Whether the data plane needs a client key. Default: unless every listener is loopback.</summary>
    public required bool RequireClientKey { get; init; }
}

/// <summary>Where state is kept.</summary>
/// <param name="Provider">Default SQLite.</param>
/// <param name="ConnectionString">Required for PostgreSQL; null for SQLite in the data directory.</param>
public sealed record PersistenceOptions(PersistenceProvider Provider, ConfiguredSecret? ConnectionString);

/// <summary>The stores there are.</summary>
public enum PersistenceProvider
{
    /// <summary>One file, one node.</summary>
    Sqlite,

    /// <summary>One database for all nodes.</summary>
    PostgreSql,
}

/// <summary>What endpoints may reach.</summary>
/// <param name="AllowPrivateNetworks">Loopback, private and link-local upstreams. Default false.</param>
/// <param name="AllowAdministrationRoutes">A provider's account-administration routes. Default false.</param>
/// <param name="KeyCheckInterval">After how long a refused key is tried again by a free call, 1 – 86,400 s; null for never. Default 300 s.</param>
public sealed record UpstreamAccessOptions(bool AllowPrivateNetworks, bool AllowAdministrationRoutes, TimeSpan? KeyCheckInterval);

/// <summary>How a node ends when it is asked to.</summary>
/// <param name="Delay">It serves on that long, no longer ready, while load balancers learn it; 0 – 300 s. Default 5 s where other nodes take part, else none.</param>
/// <param name="Limit">After that, requests that wait may wait on that long and are then answered; 1 – 3,600 s. Default 300 s.</param>
public sealed record DrainOptions(TimeSpan Delay, TimeSpan Limit);

/// <summary>Bounds of what callers may send.</summary>
/// <param name="MaxBodyBytes">Body of a JSON call, 1 KiB – 1 GiB. Default 64 MiB.</param>
/// <param name="MaxUploadBytes">Multipart or binary upload, 1 KiB – 1 TiB. Default 1 GiB.</param>
/// <param name="BodyMemoryBytes">Memory for the bodies of all requests together, 1 MiB – 1 TiB. Default 256 MiB.</param>
public sealed record LimitOptions(long MaxBodyBytes, long MaxUploadBytes, long BodyMemoryBytes);
