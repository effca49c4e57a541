using MultiplexCluster.Cluster.Nodes;

namespace MultiplexCluster.Cluster.Scenarios;

/// <summary>
/// Nodes of another build are replaced by nodes of this one, one after another, at 100 calls a second, and then the other way round: for a
/// while both serve the same callers in one cluster. Nothing fails and nothing is cut.
/// </summary>
public static class UpgradeScenario
{
    /// <summary>Where the other build's program is, such as <c>…/src/Host/bin/Release/net10.0/MultiplexCluster.Host.dll</c> of an earlier commit.</summary>
    public const string OtherProgram = "MULTIPLEX_OTHER_HOST";

    /// <summary>Runs it.</summary>
    public static async Task<ScenarioResult> RunAsync(TestCluster cluster)
    {
        ArgumentNullException.ThrowIfNull(cluster);
        if (Environment.GetEnvironmentVariable(OtherProgram) is not { Length: > 0 } other || !File.Exists(other))
        {
            return new ScenarioResult("not run", [$"{OtherProgram} must name the program of another build"]);
        }

        var own = cluster.Nodes[0].Service.Program;
        var back = await RollingRestartScenario.RunAsync(cluster, 20, TimeSpan.FromSeconds(4), other);
        var forth = await RollingRestartScenario.RunAsync(cluster, 20, TimeSpan.FromSeconds(4), own);
        return new ScenarioResult($"to the other build: {back.Figures}; to this one: {forth.Figures}", [.. back.Faults, .. forth.Faults]);
    }
}
