namespace MultiplexCluster.Host.DataPlane;

/// <summary>What the data plane accepts.</summary>
public sealed class DataPlaneOptions
{
    /// <summary>Largest body of a JSON call, in bytes (<c>Multiplex__Limits__MaxBodyBytes</c>). Default 64 MiB; 1 KiB – 1 GiB.</summary>
    public long MaxBodyBytes { get; set; } = 64L * 1024 * 1024;

    /// <summary>Largest multipart or binary upload, in bytes (<c>Multiplex__Limits__MaxUploadBytes</c>). Default 1 GiB; 1 KiB – 1 TiB.</summary>
    public long MaxUploadBytes { get; set; } = 1024L * 1024 * 1024;

    /// <summary>
    /// Memory that the bodies of all requests may hold together, in bytes (<c>Multiplex__Limits__BodyMemoryBytes</c>).
    /// Default 256 MiB; 1 MiB – 1 TiB. Where it is spent, bodies go to <see cref="SpoolDirectory"/>, or pass.
    /// </summary>
    public long BodyMemoryBytes { get; set; } = 256L * 1024 * 1024;

    /// <summary>Where large bodies that can't pass wait while their request runs. Default: the system's temporary directory.</summary>
    public string SpoolDirectory { get; set; } = Path.Combine(Path.GetTempPath(), "multiplexcluster");

    /// <summary>Whether routes that administer a provider's account are relayed (<c>Multiplex__Upstreams__AllowAdministrationRoutes</c>). Default false.</summary>
    public bool AllowAdministrationRoutes { get; set; }

    /// <summary>Most connections the listener keeps open. Default 20,000; more than zero.</summary>
    public long MaxConnections { get; set; } = 20_000;

    /// <summary>Seeds the request ids' counter; default: random, so that ids don't repeat over restarts.</summary>
    public ulong? RequestIdSeed { get; set; }
}
