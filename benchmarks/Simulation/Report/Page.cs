using System.Text;

namespace MultiplexCluster.Simulation.Report;

/// <summary>The page of all scenarios, with their figures and drawings.</summary>
internal static class Page
{
    public static string Of(int seed, IReadOnlyList<(string Name, string Question, IReadOnlyList<(string Name, ScenarioResult Result)> Runs)> scenarios)
    {
        var text = new StringBuilder();
        text.AppendLine("# Routing, simulated").AppendLine();
        text.Append("Made by `dotnet run -c Release --project benchmarks/Simulation -- --out docs/simulation --seed ").Append(seed).AppendLine("`.");
        text.AppendLine("The decisions are those of `src/Core`; providers, messages (0.3 ms) and time are modelled: three nodes, keys with five");
        text.AppendLine("slots, calls of 400 ms on average. `naive` is what a first version does: the endpoint with the fewest calls by the last");
        text.AppendLine("figures heard, whatever was sent since; who has queued somewhere stays there, first in, first out.");
        foreach (var (name, question, runs) in scenarios)
        {
            text.AppendLine().Append("## ").AppendLine(name).AppendLine().AppendLine(question).AppendLine().Append(Table.Of(runs));
            text.AppendLine().AppendLine($"![{name}: {runs[0].Result.Axis}]({name}.svg)");
        }

        return text.ToString();
    }
}
