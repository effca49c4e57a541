using System.Text.Json;

namespace MultiplexCluster.Cluster.Nodes;

/// <summary>How many of the endpoints' 128 shards a node holds.</summary>
internal static class OwnedShards
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan MayTake = TimeSpan.FromSeconds(60);

    /// <summary>As it says itself; 0 while it doesn't say.</summary>
    public static async Task<int> OfAsync(ClusterNode node)
    {
        var members = (await node.Admin.SendAsync(HttpMethod.Get, "/admin/cluster", null)).Json.GetProperty("members");
        var self = members.EnumerateArray().First(m => m.GetProperty("self").GetBoolean()).GetProperty("shards");
        return self.ValueKind is JsonValueKind.Number ? self.GetInt32() : 0;
    }

    /// <summary>Waits until a node that was started a while ago holds its part of them, or a minute.</summary>
    public static async Task WaitForPartAsync(ClusterNode node, int part)
    {
        for (var waited = TimeSpan.Zero; waited < MayTake && await OfAsync(node) < part; waited += Look)
        {
            await Task.Delay(Look);
        }
    }
}
