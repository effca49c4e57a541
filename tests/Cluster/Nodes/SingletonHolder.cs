using System.Text.RegularExpressions;

namespace MultiplexCluster.Cluster.Nodes;

/// <summary>Which node holds an actor that the cluster has one of.</summary>
public static partial class SingletonHolder
{
    /// <summary>As a node has written that found it: the holder itself finds it at an address without a host.</summary>
    /// <exception cref="InvalidOperationException">None has found it yet.</exception>
    public static ClusterNode Of(TestCluster cluster, string name)
    {
        ArgumentNullException.ThrowIfNull(cluster);
        var asker = cluster.Nodes[0];
        var found = asker.Service.Output.Lines.Select(line => Found().Match(line)).LastOrDefault(m => m.Success && m.Groups["name"].Value == name)
            ?? throw new InvalidOperationException($"{asker} has not found '{name}'");
        return found.Groups["at"] is { Success: true, Value: var at } ? cluster.Nodes.Single(n => n.Place.Advertised == at) : asker;
    }

    [GeneratedRegex("""Singleton identified at \[akka(\.\w+)*://multiplex(@(?<at>[^/]+))?/user/(?<name>[^/]+)/""", RegexOptions.ExplicitCapture)]
    private static partial Regex Found();
}
