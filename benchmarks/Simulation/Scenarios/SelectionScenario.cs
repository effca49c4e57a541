using MultiplexCluster.Simulation.Report;
using MultiplexCluster.Simulation.Selecting;

namespace MultiplexCluster.Simulation.Scenarios;

/// <summary>A question that compares ways of selecting an endpoint.</summary>
internal abstract class SelectionScenario : Scenario
{
    /// <inheritdoc/>
    public override IReadOnlyList<Variant> Variants =>
        [.. AllScenarios.Selections.Select(selection => new Variant(selection.Name, seed => Run(selection, seed)))];

    /// <summary>Runs it with one way of selecting.</summary>
    public abstract ScenarioResult Run(ISelection selection, int seed);
}
