using MultiplexCluster.EndToEnd.Load;
using MultiplexCluster.EndToEnd.Measuring;
using MultiplexCluster.EndToEnd.Options;
using MultiplexCluster.EndToEnd.Processes;
using MultiplexCluster.EndToEnd.Report;

namespace MultiplexCluster.EndToEnd.Suites;

/// <summary>Multipart uploads of files of three sizes: the host keeps the first two in memory and lets the third pass as it comes.</summary>
internal sealed class UploadsSuite(Stage stage, HarnessOptions options, MarkdownReport report)
{
    private const int Connections = 8;
    private const double Limit = 1.3;

    public async Task RunAsync(CancellationToken cancellation)
    {
        var field = await Field.StartAsync(stage, options, Upstream.Prompt, cancellation);
        foreach (var kibibytes in (int[])[512, 8 * 1024, 34 * 1024])
        {
            using var race = await field.OpenAsync(
                port => new CallExchange(RequestBytes.Upload(port, kibibytes * 1024)), () => new LoadShape(Connections), cancellation);
            await Alternation.RunAsync($"uploads of {kibibytes} KiB", race.All, options, cancellation);
            report.Add(new Verdict($"uploads of {kibibytes} KiB: CPU per MB against the baseline", Limit,
                race.Host.Against(race.Baseline, window => window.CpuPerCall).Median, "", race.Host.Failures));
            Report(race, kibibytes);
        }

        field.End(stage);
    }

    private void Report(Race race, int kibibytes) => report.Add(new Section(
        $"Uploads of {kibibytes} KiB, {Connections} at a time",
        "Multipart, read by the upstream to the end, short JSON answer.",
        ["", "CPU µs per MB", "MB/s", "p50 ms", "p99 ms", "RSS MiB", "failures"],
        [
            Row(race.Direct, null, kibibytes),
            Row(race.Baseline, race.BaselineProcess, kibibytes),
            Row(race.Host, race.HostProcess, kibibytes),
            [
                "host / baseline",
                Figures.Ratio(race.Host.Against(race.Baseline, window => window.CpuPerCall)),
                Figures.Ratio(race.Host.Against(race.Baseline, window => window.CallsPerSecond)),
                "", "", "", "",
            ],
        ]));

    private static string[] Row(Contender contender, ServerProcess? process, int kibibytes)
    {
        var megabytes = kibibytes * 1024 / 1e6;
        return
        [
            contender.Name,
            process is null ? "" : Figures.Range(contender.Over(window => window.CpuPerCall / megabytes)),
            Figures.Whole(contender.Over(window => window.CallsPerSecond * megabytes).Median),
            Figures.Milliseconds(contender.Over(window => window.Tally.Latency.Percentile(0.5).TotalMilliseconds).Median),
            Figures.Milliseconds(contender.Over(window => window.Tally.Latency.Percentile(0.99).TotalMilliseconds).Median),
            process is null ? "" : Figures.Mebibytes(process.ResidentBytes),
            contender.Failures,
        ];
    }
}
