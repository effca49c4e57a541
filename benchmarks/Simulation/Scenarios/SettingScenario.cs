using MultiplexCluster.Simulation.Report;
using MultiplexCluster.Simulation.Selecting;

namespace MultiplexCluster.Simulation.Scenarios;

/// <summary>A question that compares endpoints with a setting, without it, and without it under the naive way of selecting.</summary>
internal abstract class SettingScenario : Scenario
{
    /// <inheritdoc/>
    public override IReadOnlyList<Variant> Variants =>
    [
        new(With, seed => Run(new CoreSelection(), isSet: true, seed)),
        new("without", seed => Run(new CoreSelection(), isSet: false, seed)),
        new("naive", seed => Run(new NaiveSelection(), isSet: false, seed)),
    ];

    /// <summary>How reports call the run with the setting.</summary>
    protected abstract string With { get; }

    /// <summary>Runs it with the setting or without.</summary>
    protected abstract ScenarioResult Run(ISelection selection, bool isSet, int seed);
}
