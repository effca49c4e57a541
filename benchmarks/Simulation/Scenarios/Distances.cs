using MultiplexCluster.Contracts.Endpoints;
using MultiplexCluster.Simulation.Measuring;
using MultiplexCluster.Simulation.Report;
using MultiplexCluster.Simulation.Selecting;

namespace MultiplexCluster.Simulation.Scenarios;

/// <summary>Four endpoints of different speed and weight under half their load.</summary>
internal sealed class Distances : SelectionScenario
{
    public override string Name => "distances";

    public override string Question => "Half load on four endpoints that answer in 200, 300, 500 and 800 ms, with weights 8, 4, 2 and 1: who answers soonest?";

    public override ScenarioResult Run(ISelection selection, int seed)
    {
        var world = new World(selection, seed);
        foreach (var (mean, weight) in new[] { (200, 8), (300, 4), (500, 2), (800, 1) })
        {
            world.Add(Settings() with { Weight = weight }).Mean = Seconds(mean / 1000.0);
        }

        var capacity = world.Endpoints.Sum(e => e.Settings.MaxConcurrentRequests / e.Key.Mean.TotalSeconds);
        world.Open(capacity / 2, PriorityClass.Medium, Seconds(60));
        world.Run(Seconds(62));
        var took = world.Ledger.Finished.Select(r => (r.Ended - r.Arrived).TotalMilliseconds).Order().ToList();
        var served = world.Endpoints.Select(e => (double)e.Key.Served).ToList();
        return new ScenarioResult(
            [
                new("mean answer, ms", took.Average(), "0"),
                new("99 % answer, ms", took[(int)(took.Count * 0.99)], "0"),
                new("share of the quickest, %", served[0] / served.Sum() * 100, "0.0"),
                new("share of the slowest, %", served[3] / served.Sum() * 100, "0.0"),
            ],
            [.. Enumerable.Range(1, 99).Select(percent => ((double)percent, took[took.Count * percent / 100]))],
            "answers within, ms") { Across = "percent of the requests" };
    }
}
