using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using MultiplexCluster.FakeProviders;
using MultiplexCluster.Faults.Callers;
using MultiplexCluster.Faults.Secrecy;
using MultiplexCluster.Faults.Service;

namespace MultiplexCluster.Faults.Durability;

/// <summary>kill -9 again and again: what was acknowledged is there, and counters miss at most the last moment.</summary>
public static class KillRun
{
    private const int Scripts = 3;
    private const int Callers = 4;
    private const int ChangesPerLife = 6;
    private const string Counted = "counted";

    /// <summary>Runs it against a service of its own.</summary>
    public static async Task<KillReport> RunAsync(KillOptions options, Action<string>? progress = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        await using var fake = await FakeProvider.StartAsync(new FakeOptions { RecordCalls = false });
        await using var service = await ServiceProcess.StartAsync();
        var secrets = new SecretWatch();
        service.Admin.OnAnswer = text => secrets.Look(text, "admin answer");
        await service.Admin.MustCreateAsync(new
        {
            endpoint_id = Counted, provider = "openai", api_key = SecretWatch.Key(Counted), base_url = fake.BaseUrl(ProviderDialect.OpenAi),
        });
        var random = new Random(options.Seed);
        var scripts = Enumerable.Range(0, Scripts)
            .Select(i => new Script(string.Create(CultureInfo.InvariantCulture, $"script-{i}"), service.Admin, new Random((options.Seed * 31) + i)))
            .ToList();
        var report = new KillReport(options.Seed);
        for (var kill = 1; kill <= options.Kills; kill++)
        {
            await LifeAsync(options, service, scripts, random, kill, report);
            progress?.Invoke(string.Create(CultureInfo.InvariantCulture, $"kill {kill}: {report.Faults.Count} faults"));
        }

        await secrets.LookThroughAsync(service);
        report.AddFaults("secret", secrets.Findings);
        report.AddFaults("output", service.Output.AlarmingLines);
        report.Acknowledged = scripts.Sum(s => s.Acknowledged);
        return report;
    }

    private static async Task LifeAsync(KillOptions options, ServiceProcess service, List<Script> scripts, Random random, int kill, KillReport report)
    {
        var before = await service.Admin.StatsAsync(Counted);
        using var crowd = new CallerCrowd(service.Address);
        using var stop = new CancellationTokenSource();
        var calls = new ConcurrentQueue<(long Began, long Ended, bool Succeeded)>();
        var sent = 0;
        var callers = Enumerable.Range(0, Callers).Select(_ => Task.Run(CallOnAsync)).ToList();
        var working = scripts.Select(s => Task.Run(s.WorkAsync)).ToList();
        // Mostly in the middle of the first changes; now and then late enough to have something to count.
        await Task.Delay(kill % 5 == 0 ? random.Next(1500, 2200) : random.Next(50, 700));

        // A busy machine makes too few changes in that time to tell anything.
        while (scripts.Sum(s => s.Acknowledged) < kill * ChangesPerLife && !working.TrueForAll(w => w.IsCompleted))
        {
            await Task.Delay(random.Next(1, 50));
        }

        var killed = Stopwatch.GetTimestamp();
        await service.KillAsync();
        await stop.CancelAsync();
        await Task.WhenAll([.. working, .. callers]);

        await service.StartAgainAsync();
        foreach (var script in scripts)
        {
            report.AddFaults(string.Create(CultureInfo.InvariantCulture, $"kill {kill}"), await script.CheckAsync());
        }

        var counted = (await service.Admin.StatsAsync(Counted)).Successful - before.Successful;
        var slowest = calls
            .Where(c => Stopwatch.GetElapsedTime(c.Ended, killed) < options.MayBeUncounted)
            .Select(c => Stopwatch.GetElapsedTime(c.Began, Math.Min(c.Ended, killed)))
            .DefaultIfEmpty()
            .Max();
        // A checkpoint that begins as a call ends is one write away from holding it, or two where one was under way.
        var write = scripts.Max(s => s.SlowestWrite(options.MayBeUncounted, killed));
        var uncounted = options.MayBeUncounted + slowest + (2 * write);
        var finished = calls.Where(c => c.Succeeded && c.Ended <= killed).ToList();
        var surely = finished.Count(c => Stopwatch.GetElapsedTime(c.Ended, killed) > uncounted);
        var known = finished.Count;
        report.Lost += Math.Max(0, known - counted);
        report.Finished += known;
        if (counted < surely || counted > sent)
        {
            report.AddFaults(string.Create(CultureInfo.InvariantCulture, $"kill {kill}"), [$"counted {counted}, sent {sent}, surely finished {surely}, slowest call {slowest.TotalMilliseconds:F0} ms, slowest write {write.TotalMilliseconds:F0} ms"]);
        }

        async Task CallOnAsync()
        {
            while (!stop.IsCancellationRequested)
            {
                Interlocked.Increment(ref sent);
                var began = Stopwatch.GetTimestamp();
                var record = await crowd.CallAsync(new CallPlan { Pinned = Counted });
                calls.Enqueue((began, Stopwatch.GetTimestamp(), record.Succeeded));
                await Task.Delay(5, CancellationToken.None);
            }
        }
    }
}

/// <summary>What a run of kills came to.</summary>
public sealed class KillReport(int seed)
{
    private readonly List<string> _faults = [];

    /// <summary>Everything that was acknowledged and not there, or there and never sent.</summary>
    public IReadOnlyList<string> Faults => _faults;

    /// <summary>Admin changes acknowledged.</summary>
    public int Acknowledged { get; internal set; }

    /// <summary>Calls finished before a kill.</summary>
    public long Finished { get; internal set; }

    /// <summary>Of these, uncounted.</summary>
    public long Lost { get; internal set; }

    /// <summary>The summary, and how to repeat the run.</summary>
    public string Summary => string.Create(CultureInfo.InvariantCulture,
        $"admin changes acknowledged {Acknowledged}, calls finished {Finished}, of them uncounted {Lost}, faults {_faults.Count}")
        + string.Concat(_faults.Take(20).Select(f => $"{Environment.NewLine}  {f}"))
        + string.Create(CultureInfo.InvariantCulture, $"{Environment.NewLine}to repeat: dotnet run -c Release --project tests/Faults -- --kills 20 --seed {seed}");

    internal void AddFaults(string where, IEnumerable<string> faults) => _faults.AddRange(faults.Select(f => $"{where}: {f}"));
}
