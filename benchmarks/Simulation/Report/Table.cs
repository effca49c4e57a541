using System.Globalization;
using System.Text;

namespace MultiplexCluster.Simulation.Report;

/// <summary>Figures of one scenario in Markdown: a row each, a column for each way of selecting.</summary>
internal static class Table
{
    public static string Of(IReadOnlyList<(string Name, ScenarioResult Result)> runs)
    {
        var text = new StringBuilder();
        text.Append("| |").AppendJoin('|', runs.Select(r => $" {r.Name} ")).AppendLine("|");
        text.Append("|---|").AppendJoin('|', runs.Select(_ => "---:")).AppendLine("|");
        foreach (var figure in runs[0].Result.Figures)
        {
            text.Append("| ").Append(figure.Name).Append(" |")
                .AppendJoin('|', runs.Select(r => $" {r.Result[figure.Name].ToString(figure.Format, CultureInfo.InvariantCulture)} "))
                .AppendLine("|");
        }

        return text.ToString();
    }
}
