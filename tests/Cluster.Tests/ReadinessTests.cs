using System.Net;
using MultiplexCluster.Cluster.Nodes;
using MultiplexCluster.Faults.Service;
using Xunit;

namespace MultiplexCluster.Cluster.Tests;

/// <summary>What a node's word that it is ready is worth while the cluster forms.</summary>
public sealed class ReadinessTests
{
    // Defect: the first creation after a node was ready was answered 503 cluster_unavailable.
    [ClusterFact]
    public async Task Nodes_that_start_at_once_create_the_schema_once_and_an_endpoint_with_the_first_call()
    {
        await using var cluster = await TestCluster.CreateAsync();
        foreach (var node in cluster.Nodes)
        {
            node.Launch();
        }

        var created = await Task.WhenAll(cluster.Nodes.Select(async node =>
        {
            await node.WaitUntilReadyAsync();
            var pools = new EndpointPools(cluster.Provider, () => node.Admin);
            return (await node.Admin.CreateAsync(pools.SettingsOf($"first-of-{node.Number}"))).Status;
        }));

        Assert.All(created, status => Assert.Equal(HttpStatusCode.Created, status));

        // They began at once on an empty database: its schema was created once.
        Assert.Empty(cluster.Nodes.SelectMany(n => n.Service.Output.AlarmingLines));
        Assert.DoesNotContain(cluster.Database.Output.Lines, line => line.Contains("ERROR", StringComparison.Ordinal));
    }
}
