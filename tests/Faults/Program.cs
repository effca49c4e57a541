using System.Globalization;
using MultiplexCluster.Faults.Mixed;

// The long form: dotnet run -c Release --project tests/Faults -- --minutes 10 --seed 7
var minutes = Argument("--minutes", 10);
var seed = Argument("--seed", Environment.ProcessId);
var callers = Argument("--callers", 300);
var round = TimeSpan.FromSeconds(20);
Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"seed {seed}, {minutes} minutes, {callers} callers"));
var report = await MixedRun.RunAsync(
    new MixedOptions { Seed = seed, Round = round, Rounds = Math.Max(1, minutes * 60 / (int)round.TotalSeconds), Callers = callers },
    Console.WriteLine);
Console.WriteLine(report.Summary);
return report.Violations.Count == 0 ? 0 : 1;

int Argument(string name, int standard)
{
    var at = Array.IndexOf(args, name);
    return at >= 0 && at + 1 < args.Length ? int.Parse(args[at + 1], CultureInfo.InvariantCulture) : standard;
}
