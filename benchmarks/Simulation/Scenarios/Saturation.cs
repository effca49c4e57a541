using MultiplexCluster.Contracts.Endpoints;
using MultiplexCluster.Simulation.Measuring;
using MultiplexCluster.Simulation.Report;
using MultiplexCluster.Simulation.Selecting;

namespace MultiplexCluster.Simulation.Scenarios;

/// <summary>Low-priority callers take all slots at all times; high-priority requests come at random.</summary>
internal sealed class Saturation : SelectionScenario
{
    public override string Name => "priority";

    public override string Question => "All slots are full of low-priority calls: how long does a high-priority request wait, and does low starve when high is saturated too?";

    public override ScenarioResult Run(ISelection selection, int seed)
    {
        var world = FourMedium(selection, seed);
        world.Closed(60, PriorityClass.Low, Seconds(60));
        world.Open(5, PriorityClass.High, Seconds(60));
        world.Run(Seconds(60));
        var slot = world.Endpoints[0].Key.Mean;

        var full = FourMedium(selection, seed);
        full.Closed(60, PriorityClass.Low, Seconds(60));
        full.Closed(60, PriorityClass.High, Seconds(60), firstCaller: 100);
        full.Run(Seconds(60));
        var served = full.Ledger.Finished.Succeeded().Where(r => r.Ended > full.Start + Seconds(5)).ToList();
        return new ScenarioResult(
            [
                new("median wait of high, slot times", world.Ledger.Finished.Of(PriorityClass.High).WaitAt(0.5) / slot),
                new("99 % wait of high, slot times", world.Ledger.Finished.Of(PriorityClass.High).WaitAt(0.99) / slot),
                new("median wait of low, slot times", world.Ledger.Finished.Of(PriorityClass.Low).WaitAt(0.5) / slot),
                new("share of low when both are saturated", (double)served.Of(PriorityClass.Low).Count() / served.Count, "0.000"),
            ],
            Curves.Mean(world, 60, request => request.Priority is PriorityClass.High, request => request.Waited.TotalMilliseconds),
            "mean wait of high-priority requests, ms");
    }

    private static World FourMedium(ISelection selection, int seed)
    {
        var world = new World(selection, seed);
        for (var i = 0; i < 4; i++)
        {
            world.Add(Settings());
        }

        return world;
    }
}
