using MultiplexCluster.Contracts.Requests;
using MultiplexCluster.Simulation.Selecting;

namespace MultiplexCluster.Simulation.Scenarios;

/// <summary>Every scenario, and every way of selecting it can be run with.</summary>
internal static class AllScenarios
{
    public static IReadOnlyList<Scenario> Scenarios { get; } =
    [
        new EvenLoad(), new Distances(), new SlowEndpoint(), new Callers(), new Saturation(), new Limits(), new Groups(),
        new StormOfOne(), new StormOfAll(), new Outage(), new Large(),
    ];

    public static IReadOnlyList<ISelection> Selections { get; } = [.. Enum.GetValues<RoutingStrategy>().Select(s => new CoreSelection(s)), new NaiveSelection()];
}
