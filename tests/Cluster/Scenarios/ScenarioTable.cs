using System.Diagnostics;
using System.Globalization;
using MultiplexCluster.Cluster.Database;
using MultiplexCluster.Cluster.Links;
using MultiplexCluster.Cluster.Links.Namespaces;
using MultiplexCluster.Cluster.Links.Relays;
using MultiplexCluster.Cluster.Nodes;

namespace MultiplexCluster.Cluster.Scenarios;

/// <summary>The scenarios of the long form, by name, each on a cluster of its own; their results come as a table.</summary>
public static class ScenarioTable
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private static readonly Dictionary<string, Func<TestCluster, Task<ScenarioResult>>> All = new(StringComparer.Ordinal)
    {
        ["cap"] = CapScenario.RunAsync,
        ["partition"] = c => PartitionScenario.RunAsync(c, c.Nodes[^1], isOneWay: false, Minute),
        ["partition-one-way"] = c => PartitionScenario.RunAsync(c, c.Nodes[^1], isOneWay: true, Minute),
        ["partition-first-seed"] = c => PartitionScenario.RunAsync(c, c.Nodes[0], isOneWay: false, Minute),
        ["kill"] = c => KillScenario.RunAsync(c, c.Nodes[0], OutageCause.Killed, TimeSpan.FromSeconds(30)),
        ["freeze"] = c => KillScenario.RunAsync(c, c.Nodes[1], OutageCause.Frozen, TimeSpan.FromSeconds(30)),
        ["rolling-restart"] = c => RollingRestartScenario.RunAsync(c, 50, TimeSpan.FromSeconds(20)),
        ["upgrade"] = UpgradeScenario.RunAsync,
        ["cost"] = CostScenario.RunAsync,
        ["join"] = c => JoinScenario.RunAsync(c, TimeSpan.FromSeconds(30)),
    };

    // Only where there is another build.
    private static bool MayRun(string name) => name != "upgrade" || Environment.GetEnvironmentVariable(UpgradeScenario.OtherProgram) is { Length: > 0 };

    /// <summary>Runs those named (default all) and writes the table; the exit code is 0 only when all passed.</summary>
    public static async Task<int> RunAsync(string[] arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        var at = Array.IndexOf(arguments, "--links");
        var kind = at < 0 ? "relays" : arguments.ElementAtOrDefault(at + 1);
        Func<ILinks>? links = kind switch { "relays" => () => new RelayLinks(), "namespaces" => () => new NamespaceLinks(), _ => null };
        var names = arguments.Where((_, i) => at < 0 || (i != at && i != at + 1)).ToList();
        if (links is null || names.Exists(n => !All.ContainsKey(n)))
        {
            await Console.Error.WriteLineAsync($"usage: [{string.Join('|', All.Keys)}] … [--links relays|namespaces]");
            return 2;
        }

        if (PostgresPrograms.Missing is { } missing)
        {
            await Console.Error.WriteLineAsync(missing);
            return 2;
        }

        var failed = 0;
        Console.WriteLine("| scenario | links | result | seconds | figures |");
        Console.WriteLine("|---|---|---|---|---|");
        foreach (var name in names.Count > 0 ? names : [.. All.Keys.Where(MayRun)])
        {
            var began = Stopwatch.GetTimestamp();
            await using var cluster = await TestCluster.StartAsync(new TestClusterSetup { Links = links });
            var result = await All[name](cluster);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"| {name} | {kind} | {(result.Faults.Count == 0 ? "passed" : "FAILED")} | {Stopwatch.GetElapsedTime(began).TotalSeconds:F0} | {result.Figures} |"));
            foreach (var fault in result.Faults)
            {
                failed++;
                await Console.Error.WriteLineAsync($"{name}: {fault}");
            }
        }

        return failed == 0 ? 0 : 1;
    }
}
