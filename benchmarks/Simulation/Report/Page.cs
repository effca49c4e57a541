using System.Text;
using MultiplexCluster.Simulation.Scenarios;

namespace MultiplexCluster.Simulation.Report;

/// <summary>The page of all scenarios, with their figures and drawings.</summary>
internal static class Page
{
    private const string Project = "dotnet run -c Release --project benchmarks/Simulation --";

    public static string Of(int seed, IReadOnlyList<(Scenario Scenario, IReadOnlyList<(string Name, ScenarioResult Result)> Runs)> all)
    {
        var text = new StringBuilder();
        text.AppendLine("# Routing, simulated").AppendLine();
        text.AppendLine("This page and its drawings are made by one command, and come out the same whenever and wherever it runs:").AppendLine();
        text.AppendLine("```sh").AppendLine($"{Project} --seed {seed} --out docs/simulation").AppendLine("```").AppendLine();
        text.AppendLine($"One scenario alone prints its table with `{Project} even --seed {seed}`, in which");
        text.AppendLine("`even` is the section's name; `--help` lists them. The goals among the figures are tested with ten seeds in `tests/Simulation.Tests`.").AppendLine();
        text.AppendLine("Who is chosen, admitted, queued, moved and paused are the decisions of `src/Core`; providers, messages (0.3 ms) and time are modelled:");
        text.AppendLine("three nodes, keys with five slots, calls of 400 ms on average. `naive` is what a first version does: the endpoint with the fewest calls by the");
        text.AppendLine("last figures heard, whatever was sent since; who has queued somewhere stays there, first in, first out.");
        foreach (var (scenario, runs) in all)
        {
            text.AppendLine().Append("## ").AppendLine(scenario.Name).AppendLine().AppendLine(scenario.Question).AppendLine().Append(Table.Of(runs));
            text.AppendLine().AppendLine($"![{scenario.Name}: {runs[0].Result.Axis}]({scenario.Name}.svg)");
        }

        return text.ToString();
    }
}
