using System.Diagnostics;
using System.Globalization;
using MultiplexCluster.Simulation.Report;
using MultiplexCluster.Simulation.Scenarios;

var seed = 1;
string? directory = null;
var named = new List<string>();
for (var i = 0; i < args.Length; i++)
{
    switch (args[i])
    {
        case "--seed" when i + 1 < args.Length && int.TryParse(args[i + 1], NumberStyles.None, CultureInfo.InvariantCulture, out seed):
            i++;
            break;
        case "--out" when i + 1 < args.Length:
            directory = args[++i];
            break;
        case var name when AllScenarios.Scenarios.Any(s => s.Name == name):
            named.Add(name);
            break;
        default:
            Console.Error.WriteLine($"usage: Simulation [{string.Join('|', AllScenarios.Scenarios.Select(s => s.Name))} …] [--seed N] [--out DIRECTORY]");
            return 2;
    }
}

var all = new List<(string, string, IReadOnlyList<(string, ScenarioResult)>)>();
foreach (var scenario in AllScenarios.Scenarios.Where(s => named.Count == 0 || named.Contains(s.Name)))
{
    var began = Stopwatch.GetTimestamp();
    var runs = AllScenarios.Selections.Select(selection => (selection.Name, Result: scenario.Run(selection, seed))).ToList();
    all.Add((scenario.Name, scenario.Question, runs));
    Console.WriteLine($"{scenario.Name}: {scenario.Question}");
    Console.WriteLine();
    Console.WriteLine(Table.Of(runs));
    Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{scenario.Name} took {Stopwatch.GetElapsedTime(began).TotalSeconds:0.0} s"));
    if (directory is not null)
    {
        Directory.CreateDirectory(directory);
        await File.WriteAllTextAsync(Path.Combine(directory, $"{scenario.Name}.svg"), Charts.Svg(scenario.Question, runs));
    }
}

if (directory is not null)
{
    await File.WriteAllTextAsync(Path.Combine(directory, "README.md"), Page.Of(seed, all));
}

return 0;
