using System.Globalization;
using MultiplexCluster.Faults.Durability;
using MultiplexCluster.Faults.Mixed;
using MultiplexCluster.Faults.StoreAway;

// The long form: dotnet run -c Release --project tests/Faults -- --minutes 10 --seed 7
// Alone: --minutes N (mixed load), --kills N (kill -9), --away SECONDS (store locked). None of them: all, long.
if (args.Length == 0 || args is ["--seed", _])
{
    args = [.. args, "--minutes", "10", "--kills", "200", "--away", "60"];
}

var seed = Argument("--seed") ?? Environment.ProcessId;
var faults = 0;
Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"seed {seed}"));
if (Argument("--minutes") is { } minutes)
{
    var round = TimeSpan.FromSeconds(20);
    var report = await MixedRun.RunAsync(
        new MixedOptions { Seed = seed, Round = round, Rounds = Math.Max(1, minutes * 60 / (int)round.TotalSeconds), Callers = Argument("--callers") ?? 300 },
        Console.WriteLine);
    Console.WriteLine(report.Summary);
    faults += report.Violations.Count;
}

if (Argument("--kills") is { } kills)
{
    var report = await KillRun.RunAsync(new KillOptions { Seed = seed, Kills = kills }, Console.WriteLine);
    Console.WriteLine(report.Summary);
    faults += report.Faults.Count;
}

if (Argument("--away") is { } seconds)
{
    var report = await StoreAwayRun.RunAsync(TimeSpan.FromSeconds(seconds));
    Console.WriteLine(report.Summary);
    foreach (var fault in report.Faults)
    {
        Console.WriteLine(fault);
        faults++;
    }
}

return faults == 0 ? 0 : 1;

int? Argument(string name)
{
    var at = Array.IndexOf(args, name);
    return at >= 0 && at + 1 < args.Length ? int.Parse(args[at + 1], CultureInfo.InvariantCulture) : null;
}
