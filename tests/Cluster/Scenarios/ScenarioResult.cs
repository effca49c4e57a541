using MultiplexCluster.Faults.Callers;

namespace MultiplexCluster.Cluster.Scenarios;

/// <summary>What a scenario came to.</summary>
/// <param name="Figures">The figures, on one line.</param>
/// <param name="Faults">What is not as it should be.</param>
public sealed record ScenarioResult(string Figures, IReadOnlyList<string> Faults)
{
    private const int MostShown = 10;

    /// <summary>Of calls that all should have succeeded, the first that did not.</summary>
    internal static IEnumerable<string> FailedOf(IEnumerable<CallRecord> calls) =>
        calls.Where(c => !c.Succeeded).Take(MostShown).Select(c => $"{c.RequestId}: {c.End} {c.Status} {c.Detail}");
}
