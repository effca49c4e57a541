using MultiplexCluster.Contracts.Endpoints;
using MultiplexCluster.Contracts.Requests;
using MultiplexCluster.Simulation.Measuring;
using MultiplexCluster.Simulation.Report;
using MultiplexCluster.Simulation.Selecting;

namespace MultiplexCluster.Simulation.Scenarios;

/// <summary>Two of four keys fail for 40 s, later all of them for ten.</summary>
internal sealed class Outage : SelectionScenario
{
    public override string Name => "outage";

    public override string Question => "Two of four keys answer 500 for 40 s, then all four for 10 s: what do callers see, and how many calls are made?";

    public override ScenarioResult Run(ISelection selection, int seed)
    {
        var world = new World(selection, seed);
        for (var i = 0; i < 4; i++)
        {
            world.Add(Settings()).Outage = i < 2
                ? (world.Start + Seconds(10), world.Start + Seconds(50))
                : (world.Start + Seconds(90), world.Start + Seconds(100));
        }

        world.Open(20, PriorityClass.Medium, Seconds(150));
        world.Run(Seconds(180));
        var finished = world.Ledger.Finished;
        return new ScenarioResult(
            [
                new("requests not served", finished.NotServed(), "0"),
                new("attempts per request", finished.AttemptsPerRequest(), "0.000"),
                new("99 % wait, ms", finished.WaitAt(0.99).TotalMilliseconds, "0"),
            ],
            Curves.Throughput(world, 150),
            "answers per second");
    }
}
