using MultiplexCluster.Cluster.Nodes;
using MultiplexCluster.Faults.Callers;
using MultiplexCluster.Faults.Service;
using Xunit;
using Xunit.Abstractions;

namespace MultiplexCluster.Cluster.Tests;

/// <summary>Nodes with something wrong about them: each says what, and neither the cluster nor the database suffers.</summary>
[Collection(SharedClusterTests.Name)]
public sealed class WrongNodeTests(SharedCluster shared, ITestOutputHelper output)
{
    [ClusterFact]
    public async Task A_node_with_another_master_key_refuses_to_start_and_puts_no_key_away()
    {
        var pool = await shared.Cluster.PoolAsync(1);
        var stranger = await StartedAsync("Multiplex__MasterKey", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=");

        Assert.Equal(2, await stranger.ExitAsync(TimeSpan.FromSeconds(30)));
        await GoneAsync(stranger, "Multiplex__MasterKey is not the key that this database was first used with");

        await shared.CheckAsync(pool, [await ServedAsync(pool)], output);
    }

    [ClusterFact]
    public async Task A_database_that_is_not_there_is_told_and_the_node_is_not_ready()
    {
        var connection = shared.Cluster.Database.ConnectionString("nowhere");
        var stranger = await StartedAsync("Multiplex__Persistence__ConnectionString", connection);

        await stranger.Service.Output.WaitForAsync("database \"nowhere\" does not exist");
        Assert.False(await stranger.IsReadyAsync());
        await stranger.KillAsync();
        await GoneAsync(stranger, "The table of cluster members can't be reached");
    }

    [ClusterFact]
    public async Task A_node_with_wrong_seeds_joins_what_the_database_knows_and_without_the_endpoint_role_holds_no_endpoints()
    {
        var pool = await shared.Cluster.PoolAsync(2);
        var front = await StartedAsync(
            "Multiplex__Cluster__Roles__0", "frontend", ("Multiplex__Cluster__SeedNodes__0", "127.0.0.1:9"), ("Multiplex__Cluster__SeedNodes__1", null), ("Multiplex__Cluster__SeedNodes__2", null));
        await front.WaitUntilReadyAsync();

        var calls = new List<CallRecord>();
        for (var i = 0; i < 10; i++)
        {
            calls.Add(await shared.Cluster.Crowd.CallAsync(front, new CallPlan { Pool = pool.Name, Stream = i % 2 == 0 }));
        }

        Assert.All(calls, c => Assert.True(c.Succeeded, $"{c.RequestId}: {c.End} {c.Status} {c.Detail}"));
        var members = (await front.Admin.SendAsync(HttpMethod.Get, "/admin/cluster", null)).Json.GetProperty("members").EnumerateArray().ToList();
        Assert.Equal(4, members.Count);
        Assert.Equal(["frontend"], members.Single(m => m.GetProperty("self").GetBoolean()).GetProperty("roles").EnumerateArray().Select(r => r.GetString()));
        await shared.Cluster.RemoveNodeAsync(front);

        await shared.CheckAsync(pool, calls, output);
    }

    private async Task<ClusterNode> StartedAsync(string name, string value, params (string Name, string? Value)[] others)
    {
        var environment = new Dictionary<string, string?> { [name] = value, ["Multiplex__Drain__DelaySeconds"] = "0" };
        foreach (var other in others)
        {
            environment[other.Name] = other.Value;
        }

        var node = await shared.Cluster.AddNodeAsync(environment);
        node.InRotation = false;
        node.Launch();
        return node;
    }

    private async Task<CallRecord> ServedAsync(TestPool pool)
    {
        var call = await shared.Cluster.Crowd.CallAsync(shared.Cluster.Nodes[0], new CallPlan { Pinned = pool.Ids[0] });
        Assert.True(call.Succeeded, call.Detail);
        return call;
    }

    private async Task GoneAsync(ClusterNode node, string words)
    {
        await node.Service.Output.WaitForAsync(words);
        await shared.Cluster.RemoveNodeAsync(node);
        Assert.Equal(3, (await shared.Cluster.ReadyNodesAsync()).Count);
    }
}
