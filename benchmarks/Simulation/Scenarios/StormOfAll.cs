using MultiplexCluster.Contracts.Endpoints;
using MultiplexCluster.Contracts.Requests;
using MultiplexCluster.Simulation.Measuring;
using MultiplexCluster.Simulation.Report;
using MultiplexCluster.Simulation.Selecting;

namespace MultiplexCluster.Simulation.Scenarios;

/// <summary>All four keys answer 429 without a delay for a minute.</summary>
internal sealed class StormOfAll : SelectionScenario
{
    private const int From = 10;
    private const int To = 70;

    public override string Name => "storm-all";

    public override string Question => "All keys answer 429 for 60 s (max_retry_delay 4): how many calls are wasted, and how soon is everything well?";

    public override ScenarioResult Run(ISelection selection, int seed)
    {
        var world = new World(selection, seed);
        for (var i = 0; i < 4; i++)
        {
            world.Add(Settings()).Storm = (world.Start + Seconds(From), world.Start + Seconds(To));
        }

        world.Closed(100, PriorityClass.Medium, Seconds(120));
        world.Run(Seconds(120));
        var finished = world.Ledger.Finished;
        var full = world.Endpoints.Sum(e => e.Settings.MaxConcurrentRequests / e.Key.Mean.TotalSeconds);
        var curve = Curves.Throughput(world, 120);
        var well = curve.Where(c => c.Second >= To).FirstOrDefault(c => c.Value >= full * 0.9, (Second: 120, Value: 0)).Second - To;
        return new ScenarioResult(
            [
                new("requests not served", finished.NotServed(), "0"),
                new("attempts per request", finished.AttemptsPerRequest(), "0.000"),
                new("calls during the storm", world.Ledger.Attempts.Count(a => a.At >= world.Start + Seconds(From) && a.At < world.Start + Seconds(To)), "0"),
                new("full throughput after, s", well, "0"),
            ],
            curve,
            "answers per second");
    }
}
