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
        var one = CallsOfEach(selection, seed, nodes: 1);
        var three = CallsOfEach(selection, seed, nodes: 3);
        return new ScenarioResult(
            [
                new("farthest from the mean, one node, %", Farthest(one), "0.0"),
                new("farthest from the mean, three nodes, %", Farthest(three), "0.0"),
                new("Jain's index, one node", Figures.Jain(one), "0.000"),
                new("Jain's index, three nodes", Figures.Jain(three), "0.000"),
            ],
            [.. three.Select((c, i) => ((double)i, c))],
            "calls of each endpoint");
    }

    private static double Farthest(List<double> calls) => calls.Max(c => Math.Abs((c / calls.Average()) - 1)) * 100;

    private static List<double> CallsOfEach(ISelection selection, int seed, int nodes)
    {
        var world = new World(selection, seed, nodes);
        for (var i = 0; i < 4; i++)
        {
            world.Add(Settings()).Spread = 0.05;
        }

        var left = Calls;
        for (var i = 0; i < 15; i++)
        {
            Again();
        }

        world.Run(Seconds(60));
        return [.. world.Endpoints.Select(e => (double)e.Key.Calls)];

        void Again()
        {
            if (left-- > 0)
            {
                world.Execute(0, PriorityClass.Medium, Again);
            }
        }
    }
}
