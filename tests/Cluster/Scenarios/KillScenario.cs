using System.Globalization;
using System.Net;
using MultiplexCluster.Cluster.Checking;
using MultiplexCluster.Cluster.Load;
using MultiplexCluster.Cluster.Nodes;
using MultiplexCluster.FakeProviders.Scripting;
using MultiplexCluster.Faults.Callers;
using MultiplexCluster.Faults.Secrecy;
using MultiplexCluster.Faults.Service;

namespace MultiplexCluster.Cluster.Scenarios;

/// <summary>
/// A node that owns endpoints is killed at 100 calls a second, or frozen and woken, right after changes were acknowledged. Callers of
/// the others see no error; those pinned to its endpoints wait for them; no change and no reported count is missing.
/// </summary>
public static class KillScenario
{
    private const int Rate = 100;
    private const int Tries = 2;

    // Of 128 shards on three nodes.
    private const int FairPart = 25;
    private static readonly TimeSpan MayStandStill = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan MayLiveOn = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan MayRejoin = TimeSpan.FromSeconds(60);

    // Longer than any call takes on a cluster where nothing is wrong, even on a busy machine.
    private static readonly TimeSpan StoodStill = TimeSpan.FromSeconds(3);

    /// <summary>
    /// Kills a node and starts it again, or freezes it and wakes it, after it was <paramref name="away"/> so long. With somebody
    /// beside it is that node the first time; else one that owns much.
    /// </summary>
    public static async Task<ScenarioResult> RunAsync(TestCluster cluster, ClusterNode victim, OutageCause cause, TimeSpan away, IBesideOutage? beside = null)
    {
        ArgumentNullException.ThrowIfNull(cluster);
        ArgumentNullException.ThrowIfNull(victim);
        for (var left = Tries; ; left--)
        {
            // One that was started again a moment ago holds next to nothing: killing it would show nothing.
            var isMeant = beside is not null || await OwnedShards.OfAsync(victim) >= FairPart;
            var owner = isMeant ? victim : await OwnedShards.MostAsync(await cluster.ReadyNodesAsync());
            var (result, wasTried) = await TryAsync(cluster, owner, cause, away, beside);
            beside = null;
            if (wasTried || left == 1)
            {
                return result;
            }
        }
    }

    /// <summary>Runs it once; which endpoints the node owns is chance.</summary>
    private static async Task<(ScenarioResult Result, bool WasTried)> TryAsync(TestCluster cluster, ClusterNode victim, OutageCause cause, TimeSpan away, IBesideOutage? beside)
    {
        List<string> faults = [];
        await using var balancer = new LoadBalancer(() => cluster.Nodes);

        // Some endpoints serve in for each other, some stand alone. All are so slow that whoever grants twice exceeds their limits.
        var settings = new { max_concurrent_requests = 5, queue_size = 2000, queue_timeout = 50 };
        List<TestPool> pools = [await cluster.PoolAsync(6, settings)];
        for (var i = 0; i < 6; i++)
        {
            pools.Add(await cluster.PoolAsync(1, settings));
        }

        var endpoints = pools.SelectMany(p => p.Ids).ToList();
        foreach (var id in endpoints)
        {
            cluster.KeyOf(id).Always(Step.Ok().WithLatency(TimeSpan.FromMilliseconds(250)));
        }

        await using var load = cluster.Crowd.StartRate(Rate, i => (i % 4) switch
        {
            0 => new CallPlan { Pinned = endpoints[i / 4 % endpoints.Count] },
            1 => new CallPlan { Pool = pools[1 + (i / 4 % (pools.Count - 1))].Name, Stream = i % 8 == 1 },
            _ => new CallPlan { Pool = pools[0].Name, Stream = i % 20 == 2 },
        });
        await Task.WhenAll(Task.Delay(TimeSpan.FromSeconds(4)), beside?.BeforeAsync() ?? Task.CompletedTask);
        await Task.WhenAll(ChangeAsync(victim, endpoints), beside?.JustBeforeAsync() ?? Task.CompletedTask);
        var began = cluster.Clock;
        await (cause is OutageCause.Frozen ? FreezeAsync(victim) : victim.KillAsync());
        var meanwhile = beside?.MeanwhileAsync() ?? Task.CompletedTask;
        await Task.Delay(away);
        var healed = cluster.Clock;
        await ReturnAsync(victim, cause, faults);
        if (!await victim.BecomesReadyAsync(MayRejoin))
        {
            faults.Add($"{victim} did not become ready again");
        }

        var rejoined = cluster.Clock - healed;
        await meanwhile;
        victim.IsSupervised = false;
        await Task.Delay(TimeSpan.FromSeconds(2));
        var calls = await load.StopAsync();

        foreach (var id in endpoints)
        {
            if ((await cluster.Nodes.First(n => n != victim).Admin.GetAsync(id)).Json.GetProperty("weight").GetInt32() != 7)
            {
                faults.Add($"{id} has lost its acknowledged change");
            }
        }

        var report = await InvariantCheck.RunAsync(cluster, new TestPool("all", endpoints), calls);
        faults.AddRange(report.Violations);
        var others = calls.Where(c => c.Crowd != victim.Name).ToList();
        faults.AddRange(ScenarioResult.FailedOf(others));
        var gaps = endpoints.ToDictionary(id => id, id => Gap(report, id, began));
        faults.AddRange(gaps.Where(g => g.Value > MayStandStill).Select(g => string.Create(CultureInfo.InvariantCulture, $"{g.Key} stood still for {g.Value.TotalSeconds:F1} s")));
        var moved = gaps.Count(g => g.Value > StoodStill);
        if (moved == 0)
        {
            faults.Add($"{victim} owned none of the endpoints: nothing was tried");
        }

        return (new ScenarioResult(string.Create(CultureInfo.InvariantCulture,
            $"{calls.Count} calls, failed {others.Count(c => !c.Succeeded)} at other nodes, {calls.Count(c => c.Crowd == victim.Name && !c.Succeeded)} at {victim}; {moved} of {endpoints.Count} endpoints moved, longest standstill {gaps.Values.Max().TotalSeconds:F1} s; slowest call of others {others.Max(c => c.Took).TotalSeconds:F1} s pinned or alone, {SlowestOf(others, pools[0]).TotalSeconds:F1} s in the pool; ready {rejoined.TotalSeconds:F1} s after; most in flight {report.Peaks.Values.Max()} of 5"),
            faults), moved > 0);
    }

    private static async Task ChangeAsync(ClusterNode victim, IReadOnlyList<string> endpoints)
    {
        foreach (var id in endpoints)
        {
            (await victim.Admin.PatchAsync(id, new { weight = 7 })).MustBe(HttpStatusCode.OK);
        }
    }

    private static Task FreezeAsync(ClusterNode victim)
    {
        victim.Freeze();
        return Task.CompletedTask;
    }

    private static async Task ReturnAsync(ClusterNode victim, OutageCause cause, List<string> faults)
    {
        if (cause is OutageCause.Frozen)
        {
            // The others have given it up meanwhile: it ends itself, and its supervisor starts it again.
            victim.IsSupervised = true;
            victim.Thaw();
            for (var waited = TimeSpan.Zero; victim.ExitCodes.Count == 0 && waited < MayLiveOn; waited += Look)
            {
                await Task.Delay(Look);
            }

            if (victim.ExitCodes.Count == 0)
            {
                faults.Add($"{victim} goes on {MayLiveOn.TotalSeconds:F0} s after it woke");
            }
        }
        else
        {
            await victim.StartAsync();
        }
    }

    /// <summary>The longest time without the beginning of a call at the endpoint, from the outage on.</summary>
    private static TimeSpan Gap(CheckReport report, string endpoint, TimeSpan from)
    {
        var starts = report.Provider.Where(p => p.Key == SecretWatch.Key(endpoint) && p.StartedAt > from).Select(p => p.StartedAt).Order().Prepend(from).ToList();
        return starts.Zip(starts.Skip(1), (a, b) => b - a).DefaultIfEmpty(TimeSpan.MaxValue).Max();
    }

    private static TimeSpan SlowestOf(IEnumerable<CallRecord> calls, TestPool pool) =>
        calls.Where(c => c.Plan.Pool == pool.Name).Select(c => c.Took).DefaultIfEmpty().Max();
}
