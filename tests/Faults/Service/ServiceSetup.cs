namespace MultiplexCluster.Faults.Service;

/// <summary>What differs between the services that tests start.</summary>
public sealed record ServiceSetup
{
    /// <summary>The address it listens on for callers. Default 127.0.0.1.</summary>
    public string Host { get; init; } = "127.0.0.1";

    /// <summary>Environment beside what every service here gets, and instead of it where the names are the same.</summary>
    public IReadOnlyDictionary<string, string?> Environment { get; init; } = new Dictionary<string, string?>();

    /// <summary>The program that starts it, with its arguments; it must replace itself by the service. Default: none.</summary>
    public IReadOnlyList<string> Launcher { get; init; } = [];
}
