using MultiplexCluster.Contracts.Endpoints;
using MultiplexCluster.Contracts.Requests;
using MultiplexCluster.Simulation.Measuring;
using MultiplexCluster.Simulation.Report;
using MultiplexCluster.Simulation.Selecting;

namespace MultiplexCluster.Simulation.Scenarios;

/// <summary>One of four keys answers 429 with a delay of 10 s for a minute.</summary>
internal sealed class StormOfOne : SelectionScenario
{
    public override string Name => "storm-one";

    public override string Question => "One of four keys answers 429 for a minute, each time with Retry-After: 10. Who notices?";

    public override ScenarioResult Run(ISelection selection, int seed)
    {
        var world = new World(selection, seed);
        for (var i = 0; i < 4; i++)
        {
            world.Add(Settings());
        }

        var stormy = world.Endpoints[0].Key;
        (stormy.Storm, stormy.RetryAfter) = ((world.Start + Seconds(10), world.Start + Seconds(70)), Seconds(10));
        world.Closed(30, PriorityClass.Medium, Seconds(100));
        world.Run(Seconds(100));
        var finished = world.Ledger.Finished;
        var left = world.Endpoints.Skip(1).Sum(e => e.Settings.MaxConcurrentRequests / e.Key.Mean.TotalSeconds);
        return new ScenarioResult(
            [
                new("requests not served", finished.NotServed(), "0"),
                new("throughput of what is left, %", finished.Throughput(world.Start + Seconds(12), world.Start + Seconds(70)) / left * 100, "0.0"),
                new("calls of the key before its time", stormy.TooEarly, "0"),
                new("attempts per request", finished.AttemptsPerRequest(), "0.000"),
            ],
            Curves.Throughput(world, 100),
            "answers per second");
    }
}
