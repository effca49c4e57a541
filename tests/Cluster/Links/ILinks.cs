namespace MultiplexCluster.Cluster.Links;

/// <summary>
/// The network between the nodes, which tests cut and slow down, each direction by itself. Nodes are known by their
/// numbers. What one node sends never depends on another direction's state, except that a new connection needs both.
/// </summary>
public interface ILinks : IAsyncDisposable
{
    /// <summary>Makes a node's place in the network.</summary>
    Task<NodePlace> PlaceAsync(int node);

    /// <summary>Where a node reaches a server that listens at 127.0.0.1 of the tests' machine, such as the database.</summary>
    Task<(string Host, int Port)> ReachAsync(int loopbackPort);

    /// <summary>Tells that a node's process has been started.</summary>
    void Started(int node, int processId);

    /// <summary>Nothing that <paramref name="from"/> sends reaches <paramref name="to"/> any more.</summary>
    Task CutAsync(int from, int to, CutManner manner = CutManner.Silent);

    /// <summary>What <paramref name="from"/> sends reaches <paramref name="to"/> again.</summary>
    Task HealAsync(int from, int to);

    /// <summary>What <paramref name="from"/> sends reaches <paramref name="to"/> so much later; zero ends it.</summary>
    Task DelayAsync(int from, int to, TimeSpan delay);
}

/// <summary>How a cut is noticed.</summary>
public enum CutManner
{
    /// <summary>Not at all: connections stay open and silent, new ones are not answered. What is under way is held and, as by a network that sends again, delivered after healing.</summary>
    Silent,

    /// <summary>Connections between the two are reset, whichever of them made them, and new ones too.</summary>
    Reset,
}

/// <summary>A node's place in the network.</summary>
/// <param name="Host">The address it listens on for other nodes.</param>
/// <param name="Port">The port of that.</param>
/// <param name="PublicHost">The address other nodes know.</param>
/// <param name="PublicPort">The port of that.</param>
/// <param name="HttpHost">The address it listens on for callers.</param>
/// <param name="Launcher">What starts its process there; empty for nothing.</param>
public sealed record NodePlace(string Host, int Port, string PublicHost, int PublicPort, string HttpHost, IReadOnlyList<string> Launcher)
{
    /// <summary>The address other nodes know, as a seed is written.</summary>
    public string Advertised => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{PublicHost}:{PublicPort}");
}
