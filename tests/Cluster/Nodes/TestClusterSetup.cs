using MultiplexCluster.Cluster.Links;
using MultiplexCluster.Cluster.Links.Relays;
using MultiplexCluster.FakeProviders;

namespace MultiplexCluster.Cluster.Nodes;

/// <summary>How a test's cluster is made.</summary>
public sealed record TestClusterSetup
{
    /// <summary>Nodes to begin with; all of them are seeds. Default 3.</summary>
    public int Nodes { get; init; } = 3;

    /// <summary>Makes the network between them. Default: TCP relays.</summary>
    public Func<ILinks> Links { get; init; } = () => new RelayLinks();

    /// <summary>Environment of every node beside the harness's own, and instead of it where the names are the same.</summary>
    public IReadOnlyDictionary<string, string?> Environment { get; init; } = new Dictionary<string, string?>();

    /// <summary>Environment of one node, by its number. Default: nothing.</summary>
    public Func<int, IReadOnlyDictionary<string, string?>> EnvironmentOf { get; init; } = _ => new Dictionary<string, string?>();

    /// <summary>How the fake provider behaves. Default: 20 ms to the answer, 10 ms between events.</summary>
    public FakeOptions Provider { get; init; } = new() { Latency = TimeSpan.FromMilliseconds(20), EventDelay = TimeSpan.FromMilliseconds(10) };
}
