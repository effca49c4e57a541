using System.Globalization;
using MultiplexCluster.EndToEnd.Options;

namespace MultiplexCluster.EndToEnd.Report;

/// <summary>Collects what the suites found and writes it as Markdown.</summary>
internal sealed class MarkdownReport(TimeProvider time, HarnessOptions options)
{
    private readonly List<Section> _sections = [];
    private readonly List<Verdict> _verdicts = [];

    public void Add(Section section) => _sections.Add(section);

    public void Add(Verdict verdict) => _verdicts.Add(verdict);

    public override string ToString()
    {
        List<string> lines =
        [
            "# Benchmark results",
            "",
            string.Create(CultureInfo.InvariantCulture, $"{time.GetUtcNow():yyyy-MM-dd}. {Machine.Description()}. {options.Rounds} rounds of {options.Window.TotalSeconds:0} s per contender."),
            "Median, and least to largest round in parentheses. What each figure means stands in [README.md](README.md).",
            "",
        ];
        if (options.SelfCheck)
        {
            lines.AddRange(["**Self-check**: \"host\" is a second baseline; how far its ratios are from 1.00 is noise.", ""]);
        }

        if (options.Quick)
        {
            lines.AddRange(["**Quick run**: shows that everything works; too short for figures to be quoted.", ""]);
        }

        if (_verdicts.Count > 0)
        {
            lines.AddRange(["| target | limit | measured | |", "|---|---:|---:|---|", .. _verdicts.Select(verdict => verdict.Row), ""]);
        }

        lines.AddRange(_sections.SelectMany(section => section.Lines));
        return string.Join('\n', lines);
    }
}
