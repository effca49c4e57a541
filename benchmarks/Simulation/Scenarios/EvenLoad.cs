using MultiplexCluster.Contracts.Endpoints;
using MultiplexCluster.Simulation.Measuring;
using MultiplexCluster.Simulation.Nodes;
using MultiplexCluster.Simulation.Report;
using MultiplexCluster.Simulation.Selecting;

namespace MultiplexCluster.Simulation.Scenarios;

/// <summary>300 calls on four equal endpoints: 15 at a time, all at once, one by one, and at random moments.</summary>
internal sealed class EvenLoad : SelectionScenario
{
    private const int Calls = 300;

    private static readonly (string Name, Action<World> Load)[] Loads =
    [
        ("15 at a time", world => AtATime(world, 15)),
        ("all at once", world => AtATime(world, Calls)),
        ("one by one", world => AtATime(world, 1)),
        ("10 a second", world => PerSecond(world, 10)),
    ];

    public override string Name => "even";

    public override string Question => "Are 300 calls spread evenly over four equal endpoints?";

    public override ScenarioResult Run(ISelection selection, int seed)
    {
        var figures = new List<Figure>();
        IReadOnlyList<double> drawn = [];
        foreach (var (name, load) in Loads)
        {
            foreach (var (nodes, counted) in new[] { (1, "one node"), (3, "three nodes") })
            {
                var calls = CallsOfEach(selection, seed, nodes, load);
                drawn = drawn.Count == 0 && nodes == 3 ? calls : drawn;
                figures.Add(new Figure($"farthest from the mean, {name}, {counted}, %", calls.Max(c => Math.Abs((c / calls.Average()) - 1)) * 100, "0.0"));
            }
        }

        return new ScenarioResult(figures, [.. drawn.Select((c, i) => (i + 1.0, c))], "calls of each endpoint, 15 at a time, three nodes") { Across = "endpoint", IsOfThings = true };
    }

    private static List<double> CallsOfEach(ISelection selection, int seed, int nodes, Action<World> load)
    {
        var world = new World(selection, seed, nodes);
        for (var i = 0; i < 4; i++)
        {
            world.Add(Settings()).Spread = 0.05;
        }

        load(world);
        world.Run(Seconds(180), looks: false);
        return [.. world.Endpoints.Select(e => (double)e.Key.Calls)];
    }

    private static void AtATime(World world, int atATime)
    {
        var left = Calls;
        for (var i = 0; i < atATime; i++)
        {
            Again();
        }

        void Again()
        {
            if (left-- > 0)
            {
                world.Execute(new Wish(0, PriorityClass.Medium), Again);
            }
        }
    }

    private static void PerSecond(World world, double perSecond)
    {
        var at = world.Start;
        for (var i = 0; i < Calls; i++)
        {
            at += Seconds(-Math.Log(1 - world.Random.NextDouble()) / perSecond);
            world.Clock.At(at, () => world.Execute(new Wish(0, PriorityClass.Medium), () => { }));
        }
    }
}
