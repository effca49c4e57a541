using System.Net;
using Xunit;

namespace MultiplexCluster.Cluster.Tests;

/// <summary>What a node's word that it is ready is worth while the cluster forms.</summary>
[Collection(SecuredClusterTests.Name)]
public sealed class ReadinessTests(SecuredCluster secured)
{
    // Defect: the first creation after a node was ready was answered 503 cluster_unavailable.
    [ClusterFact]
    public void Nodes_that_start_at_once_create_the_schema_once_and_an_endpoint_with_the_first_call()
    {
        Assert.Equal(3, secured.Created.Count);
        Assert.All(secured.Created, status => Assert.Equal(HttpStatusCode.Created, status));

        // They began at once on an empty database: its schema was created once.
        Assert.Empty(secured.Alarms);
        Assert.Empty(secured.DatabaseErrors);
    }
}
