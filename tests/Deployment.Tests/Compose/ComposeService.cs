namespace MultiplexCluster.Deployment.Tests.Compose;

/// <summary>One service of a compose file, as far as this repository's file says it.</summary>
public sealed record ComposeService
{
    /// <summary>Its name, which other services reach it by.</summary>
    public required string Name { get; init; }

    /// <summary>The image it runs, or the name that what is built gets.</summary>
    public required string Image { get; init; }

    /// <summary>The Dockerfile's stage it is built from; null: the image is somebody else's.</summary>
    public string? Target { get; init; }

    /// <summary>Its own name for itself; null: one that is made up.</summary>
    public string? Hostname { get; init; }

    /// <summary>Its environment, variables resolved.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary><c>address:port:port</c> each.</summary>
    public IReadOnlyList<string> Ports { get; init; } = [];

    /// <summary><c>source:path</c> or <c>source:path:ro</c> each.</summary>
    public IReadOnlyList<string> Volumes { get; init; } = [];

    /// <summary>When it takes part; empty: always.</summary>
    public IReadOnlyList<string> Profiles { get; init; } = [];

    /// <summary>Services that must be healthy before.</summary>
    public IReadOnlyList<string> DependsOn { get; init; } = [];

    /// <summary>Command of its own health check; empty: the image's, if any.</summary>
    public IReadOnlyList<string> HealthCheck { get; init; } = [];

    /// <summary>Restart policy.</summary>
    public string? Restart { get; init; }

    /// <summary>Between SIGTERM and SIGKILL. Docker's default is 10 s.</summary>
    public TimeSpan StopGracePeriod { get; init; } = TimeSpan.FromSeconds(10);
}
