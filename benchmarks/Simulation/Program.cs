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
        case "--help" or "-h":
            Console.WriteLine(Usage.Text);
            return 0;
        case "--seed" when i + 1 < args.Length && int.TryParse(args[i + 1], NumberStyles.None, CultureInfo.InvariantCulture, out seed):
            i++;
            break;
        case "--out" when i + 1 < args.Length:
            directory = args[++i];
            break;
        case var name when AllScenarios.Scenarios.Any(s => s.Name == name):
            named.Add(name);
            break;
        case var unknown:
            Console.Error.WriteLine($"'{unknown}' is no scenario and no option with its value.");
            Console.Error.WriteLine(Usage.Text);
            return 2;
    }
}

var all = new List<(Scenario, IReadOnlyList<(string, ScenarioResult)>)>();
foreach (var scenario in AllScenarios.Scenarios.Where(s => named.Count == 0 || named.Contains(s.Name)))
{
    var began = Stopwatch.GetTimestamp();

    // Each variant has a world and a seed of its own: what runs beside it changes nothing.
    var runs = scenario.Variants.AsParallel().AsOrdered().Select(variant => (variant.Name, Result: variant.Run(seed))).ToList();
    all.Add((scenario, runs));
    Console.WriteLine($"{scenario.Name}: {scenario.Question}");
    Console.WriteLine();
    Console.WriteLine(Table.Of(runs));
    Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{scenario.Name} took {Stopwatch.GetElapsedTime(began).TotalSeconds:0.0} s"));
    if (directory is not null)
    {
        Directory.CreateDirectory(directory);
        await File.WriteAllTextAsync(Path.Combine(directory, $"{scenario.Name}.svg"), Charts.Svg(runs));
    }
}

// The page is of all scenarios, or it is left as it was.
if (directory is not null && named.Count == 0)
{
    await File.WriteAllTextAsync(Path.Combine(directory, "README.md"), Page.Of(seed, all));
}

return 0;
