using MultiplexCluster.Contracts.Endpoints;
using MultiplexCluster.Contracts.Requests;
using MultiplexCluster.Simulation.Measuring;
using MultiplexCluster.Simulation.Report;
using MultiplexCluster.Simulation.Selecting;

namespace MultiplexCluster.Simulation.Scenarios;

/// <summary>5,000 endpoints of different speed, bursts, rate limits and failures, all classes.</summary>
internal sealed class Large : SelectionScenario
{
    private const int Endpoints = 5_000;

    public override string Name => "large";

    public override string Question => "5,000 endpoints, a tenth of them slow, limited or failing, with a burst of twice the capacity: is everything served?";

    public override ScenarioResult Run(ISelection selection, int seed)
    {
        var world = new World(selection, seed);
        for (var i = 0; i < Endpoints; i++)
        {
            var key = world.Add(Settings(slots: 2));
            key.Mean = Seconds(i % 20 == 0 ? 4 : 0.8);
            key.Storm = i % 40 == 1 ? (world.Start + Seconds(5), world.Start + Seconds(15)) : null;
            key.RetryAfter = i % 80 == 1 ? Seconds(3) : null;
            key.Outage = i % 40 == 3 ? (world.Start + Seconds(5), world.Start + Seconds(15)) : null;
        }

        var capacity = world.Endpoints.Sum(e => e.Settings.MaxConcurrentRequests / e.Key.Mean.TotalSeconds);
        world.Open(capacity * 0.5, PriorityClass.Medium, Seconds(25));
        world.Open(capacity * 0.1, PriorityClass.High, Seconds(25), caller: 1);
        world.Open(capacity * 1.4, PriorityClass.Low, Seconds(12), caller: 2, from: Seconds(9));
        world.Run(Seconds(45), looks: false);
        var finished = world.Ledger.Finished;
        return new ScenarioResult(
            [
                new("requests", finished.Count, "0"),
                new("not served", finished.NotServed(), "0"),
                new("attempts per request", finished.AttemptsPerRequest(), "0.000"),
                new("99 % wait of high, ms", finished.Of(PriorityClass.High).WaitAt(0.99).TotalMilliseconds, "0"),
                new("99 % wait of medium, ms", finished.Of(PriorityClass.Medium).WaitAt(0.99).TotalMilliseconds, "0"),
                new("99 % wait of low, ms", finished.Of(PriorityClass.Low).WaitAt(0.99).TotalMilliseconds, "0"),
                new("Jain's index of the healthy", Figures.Jain([.. world.Endpoints.Where((_, i) => i % 20 != 0 && i % 40 is not (1 or 3)).Select(e => (double)e.Key.Served)]), "0.000"),
            ],
            Curves.Throughput(world, 45),
            "answers per second");
    }
}
