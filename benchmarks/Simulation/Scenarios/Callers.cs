using MultiplexCluster.Contracts.Endpoints;
using MultiplexCluster.Simulation.Measuring;
using MultiplexCluster.Simulation.Report;
using MultiplexCluster.Simulation.Selecting;

namespace MultiplexCluster.Simulation.Scenarios;

/// <summary>Five client keys; one of them sends ten times as much as each of the others.</summary>
internal sealed class Callers : SelectionScenario
{
    private const int Others = 4;
    private const int Each = 10;

    public override string Name => "callers";

    public override string Question => "Five callers keep four endpoints full. What do four of them notice when the fifth sends ten times as much as each?";

    public override ScenarioResult Run(ISelection selection, int seed)
    {
        var (equal, unequal) = (WorldOf(selection, seed, Each), WorldOf(selection, seed, 10 * Each));
        var (before, after) = (WaitOfOthers(equal), WaitOfOthers(unequal));
        var served = Settled(unequal).CountBy(request => request.Caller).Select(caller => (double)caller.Value).ToList();
        return new ScenarioResult(
            [
                new("99 % wait of the four beside an equal one, ms", before.TotalMilliseconds, "0"),
                new("99 % wait of the four beside ten times the load, ms", after.TotalMilliseconds, "0"),
                new("that is times as long", after / before),
                new("Jain's index over the five callers", Figures.Jain(served), "0.000"),
            ],
            Curves.Mean(unequal, 60, request => request.Caller > 0, request => request.Waited.TotalMilliseconds),
            "mean wait of the four, ms");
    }

    private static TimeSpan WaitOfOthers(World world) => Settled(world).Where(request => request.Caller > 0).WaitAt(0.99);

    private static IEnumerable<FinishedRequest> Settled(World world) =>
        world.Ledger.Finished.Succeeded().Where(request => request.Arrived >= world.Start + Seconds(5));

    private static World WorldOf(ISelection selection, int seed, int first)
    {
        var world = new World(selection, seed);
        for (var i = 0; i < 4; i++)
        {
            world.Add(Settings());
        }

        world.Closed(1, PriorityClass.Medium, Seconds(60), each: first, haveKeys: true);
        world.Closed(Others, PriorityClass.Medium, Seconds(60), firstCaller: 1, each: Each, haveKeys: true);
        world.Run(Seconds(60));
        return world;
    }
}
