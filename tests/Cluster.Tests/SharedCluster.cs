using MultiplexCluster.Cluster.Checking;
using MultiplexCluster.Cluster.Nodes;
using MultiplexCluster.Cluster.Scenarios;
using MultiplexCluster.Faults.Callers;
using MultiplexCluster.Faults.Service;
using Xunit;
using Xunit.Abstractions;

namespace MultiplexCluster.Cluster.Tests;

/// <summary>
/// One cluster for all tests of a whole one, those that kill, freeze, cut off and restart its nodes too: each leaves three
/// nodes ready, and has pools of its own.
/// </summary>
/// <remarks>Its nodes are started in the wrong order: the first seed last, when another has formed the cluster without it.</remarks>
public sealed class SharedCluster : FormedCluster
{
    private static readonly TimeSpan MayForm = TimeSpan.FromSeconds(60);

    /// <summary>How long after the first seed's start each node was ready.</summary>
    public IReadOnlyList<TimeSpan> ReadyAfter { get; private set; } = [];

    protected override TestClusterSetup Setup => new()
    {
        // Tests' balancers ask every 100 ms.
        Environment = new Dictionary<string, string?> { ["Multiplex__Drain__DelaySeconds"] = "1" },
    };

    /// <summary>Fails with what a scenario found wrong.</summary>
    internal static void Check(ScenarioResult result, ITestOutputHelper output)
    {
        output.WriteLine(result.Figures);
        Assert.True(result.Faults.Count == 0, string.Join(Environment.NewLine, result.Faults.Prepend(result.Figures)));
    }

    /// <summary>Nodes hear of a new pool a moment after it was made: a call that it has served, of every node.</summary>
    public Task<CallRecord[]> ReachAsync(TestPool pool) => Task.WhenAll(Cluster.Nodes.Select(async node =>
    {
        var call = await Cluster.Crowd.CallAsync(node, new CallPlan { Pool = pool.Name });
        for (var left = 100; !call.Succeeded; left--)
        {
            Assert.True(call.Code == "invalid_request" && left > 0, $"{call.RequestId}: {call.End} {call.Status} {call.Detail}");
            await Task.Delay(50);
            call = await Cluster.Crowd.CallAsync(node, new CallPlan { Pool = pool.Name });
        }

        return call;
    }));

    /// <summary>Checks the invariants over a pool's whole life and fails with what is broken.</summary>
    public async Task<CheckReport> CheckAsync(TestPool pool, IReadOnlyList<CallRecord> calls, ITestOutputHelper output)
    {
        var report = await InvariantCheck.RunAsync(Cluster, pool, calls);
        output.WriteLine(report.Summary);
        Assert.True(report.Violations.Count == 0, report.Summary);
        return report;
    }

    protected override async Task FormAsync()
    {
        var (first, others) = (Cluster.Nodes[0], Cluster.Nodes.Skip(1).Reverse().ToList());
        foreach (var node in others)
        {
            node.Launch();
        }

        var began = Cluster.Clock;
        while (!others.Any(HasFormed))
        {
            Assert.True(Cluster.Clock - began < MayForm, $"no cluster without {first}: {others[0].Service.Output.Tail(20)}");
            await Task.Delay(50);
        }

        first.Launch();
        began = Cluster.Clock;
        ReadyAfter = await OnceReadyAsync(_ => Task.FromResult(Cluster.Clock - began));
    }

    private static bool HasFormed(ClusterNode node) =>
        node.Service.Output.Lines.Any(line => line.Contains("forming a new cluster", StringComparison.Ordinal));
}

/// <summary>There is room for one cluster at a time on two cores, and times are measured on it: nothing runs beside these tests.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class SharedClusterTests : ICollectionFixture<SharedCluster>
{
    public const string Name = "shared cluster";
}
