using MultiplexCluster.Contracts.Endpoints;
using MultiplexCluster.Simulation.Measuring;
using MultiplexCluster.Simulation.Report;
using MultiplexCluster.Simulation.Selecting;

namespace MultiplexCluster.Simulation.Scenarios;

/// <summary>300 calls, 15 at a time, on four equal endpoints.</summary>
internal sealed class EvenLoad : Scenario
{
    private const int Calls = 300;

    public override string Name => "even";

    public override string Question => "Are 300 calls spread evenly over four equal endpoints?";

    public override ScenarioResult Run(ISelection selection, int seed)
    {
        var world = new World(selection, seed);
        for (var i = 0; i < 4; i++)
        {
            world.Add(Settings());
        }

        var left = Calls;
        for (var i = 0; i < 15; i++)
        {
            Again();
        }

        world.Run(Seconds(60));
        var calls = world.Endpoints.Select(e => (double)e.Key.Calls).ToList();
        return new ScenarioResult(
            [
                new("most calls over the mean, %", ((calls.Max() / calls.Average()) - 1) * 100, "0.0"),
                new("fewest calls under the mean, %", (1 - (calls.Min() / calls.Average())) * 100, "0.0"),
                new("Jain's index", Figures.Jain(calls), "0.000"),
            ],
            [.. calls.Select((c, i) => ((double)i, c))],
            "calls of each endpoint");

        void Again()
        {
            if (left-- > 0)
            {
                world.Execute(0, PriorityClass.Medium, Again);
            }
        }
    }
}
