using MultiplexCluster.Contracts.Endpoints;
using MultiplexCluster.Simulation.Measuring;
using MultiplexCluster.Simulation.Nodes;
using MultiplexCluster.Simulation.Report;
using MultiplexCluster.Simulation.Selecting;

namespace MultiplexCluster.Simulation.Scenarios;

/// <summary>600 requests at once, and one of four endpoints takes ten times as long: those that queued there must not stay there.</summary>
internal sealed class SlowEndpoint : SelectionScenario
{
    private const int Requests = 600;

    public override string Name => "slow";

    public override string Question => "600 requests come at once, one of four endpoints is ten times slower: what is left of the best possible throughput?";

    public override ScenarioResult Run(ISelection selection, int seed)
    {
        var world = new World(selection, seed);
        for (var i = 0; i < 4; i++)
        {
            world.Add(Settings());
        }

        world.Endpoints[0].Key.Mean *= 10;
        for (var i = 0; i < Requests; i++)
        {
            world.Execute(new Wish(0, PriorityClass.Medium), () => { });
        }

        world.Run(Seconds(180));
        var slots = world.Endpoints.Sum(e => e.Settings.MaxConcurrentRequests);
        var best = (Requests - slots) / world.Endpoints.Sum(e => e.Settings.MaxConcurrentRequests / e.Key.Mean.TotalSeconds);
        var lastStart = world.Ledger.Attempts.Max(a => a.At) - world.Start;
        return new ScenarioResult(
            [
                new("throughput of the best possible, %", best / lastStart.TotalSeconds * 100, "0.0"),
                new("median wait, ms", world.Ledger.Finished.WaitAt(0.5).TotalMilliseconds, "0"),
                new("longest wait, ms", world.Ledger.Finished.WaitAt(1).TotalMilliseconds, "0"),
                new("longest idle slot beside a waiter, ms", world.Ledger.LongestIdle.TotalMilliseconds, "0"),
            ],
            Curves.Throughput(world, 60),
            "answers per second");
    }
}
