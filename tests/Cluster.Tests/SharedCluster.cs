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
/// <remarks>Its nodes are started in the wrong order: the first seed, which the others wait for, last.</remarks>
public sealed class SharedCluster : IAsyncLifetime
{
    public TestCluster Cluster { get; private set; } = null!;

    /// <summary>How long after the first seed's start each node was ready.</summary>
    public IReadOnlyList<TimeSpan> ReadyAfter { get; private set; } = [];

    /// <summary>What sounded like trouble while the cluster formed.</summary>
    public IReadOnlyList<string> Alarms { get; private set; } = [];

    public async Task InitializeAsync()
    {
        // A fixture is made even when all its tests are skipped.
        if (!ClusterFactAttribute.MayRun)
        {
            return;
        }

        Cluster = await TestCluster.CreateAsync(new TestClusterSetup
        {
            // Tests' balancers ask every 100 ms.
            Environment = new Dictionary<string, string?> { ["Multiplex__Drain__DelaySeconds"] = "1" },
        });
        try
        {
            Cluster.Nodes[2].Launch();
            Cluster.Nodes[1].Launch();
            await Task.Delay(TimeSpan.FromSeconds(3));
            Cluster.Nodes[0].Launch();
            var began = Cluster.Clock;
            ReadyAfter = await Task.WhenAll(Cluster.Nodes.Select(async node =>
            {
                await node.WaitUntilReadyAsync();
                return Cluster.Clock - began;
            }));
            Alarms = [.. Cluster.Nodes.SelectMany(node => node.Service.Output.AlarmingLines)];
            await Cluster.WarmUpAsync();
        }
        catch
        {
            await Cluster.DisposeAsync();
            throw;
        }
    }

    public async Task DisposeAsync()
    {
        if (Cluster is not null)
        {
            await Cluster.DisposeAsync();
        }
    }

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
}

/// <summary>There is room for one cluster at a time on two cores, and times are measured on it: nothing runs beside these tests.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class SharedClusterTests : ICollectionFixture<SharedCluster>
{
    public const string Name = "shared cluster";
}
