using MultiplexCluster.Simulation.Scenarios;

namespace MultiplexCluster.Simulation.Report;

/// <summary>What the command line takes.</summary>
internal static class Usage
{
    public static string Text =>
        $"""
        usage: Simulation [SCENARIO …] [--seed N] [--out DIRECTORY]

        Runs the scenarios, all where none is named, and prints their figures.

          --seed N          0 – 2147483647, 1 unless set; the same seed gives the same figures
          --out DIRECTORY   draws each scenario there; with all of them, README.md shows figures and drawings

        scenarios:
        {string.Join('\n', AllScenarios.Scenarios.Select(s => $"  {s.Name,-10} {s.Question}"))}
        """;
}
