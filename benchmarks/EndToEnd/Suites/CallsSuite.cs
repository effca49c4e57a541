using MultiplexCluster.EndToEnd.Load;
using MultiplexCluster.EndToEnd.Measuring;
using MultiplexCluster.EndToEnd.Options;
using MultiplexCluster.EndToEnd.Processes;
using MultiplexCluster.EndToEnd.Report;

namespace MultiplexCluster.EndToEnd.Suites;

/// <summary>Short calls with about 1 KiB each, over one connection and over 64.</summary>
internal sealed class CallsSuite(Stage stage, HarnessOptions options, MarkdownReport report)
{
    private const int BodyBytes = 1024;
    private const double Limit = 1.25;

    public async Task RunAsync(CancellationToken cancellation)
    {
        var field = await Field.StartAsync(stage, options, Upstream.Prompt, cancellation);
        foreach (var connections in (int[])[64, 1])
        {
            using var race = await field.OpenAsync(
                port => new CallExchange(RequestBytes.Chat(port, BodyBytes)), () => new LoadShape(connections), cancellation);
            await Alternation.RunAsync($"calls over {connections}", race.All, options, cancellation);
            Report(race, connections);
            if (connections == 64)
            {
                report.Add(new Verdict("calls: CPU per request against the baseline, 64 connections", Limit,
                    race.Host.Against(race.Baseline, window => window.CpuPerCall).Median, "", race.Host.Failures));
            }
        }

        field.End(stage);
    }

    private void Report(Race race, int connections) => report.Add(new Section(
        connections == 1 ? "Calls, 1 connection" : $"Calls, {connections} connections",
        "1 KiB request, short JSON answer, closed loop. \"Added\" is the time on top of asking the upstream directly.",
        ["", "CPU µs per request", "requests/s", "p50 ms", "p99 ms", "added p50 ms", "added p99 ms", "RSS MiB", "failures"],
        [
            Row(race.Direct, race, null),
            Row(race.Baseline, race, race.BaselineProcess),
            Row(race.Host, race, race.HostProcess),
            [
                "host / baseline",
                Figures.Ratio(race.Host.Against(race.Baseline, window => window.CpuPerCall)),
                Figures.Ratio(race.Host.Against(race.Baseline, window => window.CallsPerSecond)),
                Figures.Ratio(race.Host.Against(race.Baseline, Latency(0.5))),
                Figures.Ratio(race.Host.Against(race.Baseline, Latency(0.99))),
                "", "", "", "",
            ],
        ]));

    private static string[] Row(Contender contender, Race race, ServerProcess? process) =>
    [
        contender.Name,
        process is null ? "" : Figures.Range(contender.Over(window => window.CpuPerCall)),
        Figures.Whole(contender.Over(window => window.CallsPerSecond).Median),
        Figures.Milliseconds(contender.Over(Latency(0.5)).Median),
        Figures.Milliseconds(contender.Over(Latency(0.99)).Median),
        process is null ? "" : Added(contender, race.Direct, 0.5),
        process is null ? "" : Added(contender, race.Direct, 0.99),
        process is null ? "" : Figures.Mebibytes(process.ResidentBytes),
        contender.Failures,
    ];

    private static string Added(Contender contender, Contender direct, double share) =>
        Figures.Milliseconds(contender.Over(Latency(share)).Median - direct.Over(Latency(share)).Median);

    private static Func<Window, double> Latency(double share) => window => window.Tally.Latency.Percentile(share).TotalMilliseconds;
}
