using System.Text.Json;

namespace MultiplexCluster.Cluster.Nodes;

/// <summary>How many of the endpoints' 128 shards a node holds.</summary>
internal static class OwnedShards
{
    /// <summary>As it says itself; 0 while it doesn't say.</summary>
    public static async Task<int> OfAsync(ClusterNode node)
    {
        var members = (await node.Admin.SendAsync(HttpMethod.Get, "/admin/cluster", null)).Json.GetProperty("members");
        var self = members.EnumerateArray().First(m => m.GetProperty("self").GetBoolean()).GetProperty("shards");
        return self.ValueKind is JsonValueKind.Number ? self.GetInt32() : 0;
    }

    /// <summary>The node that holds most.</summary>
    public static async Task<ClusterNode> MostAsync(IReadOnlyList<ClusterNode> nodes)
    {
        var owned = await Task.WhenAll(nodes.Select(async node => (Node: node, Shards: await OfAsync(node))));
        return owned.MaxBy(o => o.Shards).Node;
    }
}
