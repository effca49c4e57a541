using MultiplexCluster.EndToEnd.Load;
using MultiplexCluster.EndToEnd.Measuring;
using MultiplexCluster.EndToEnd.Options;
using MultiplexCluster.EndToEnd.Processes;
using MultiplexCluster.EndToEnd.Report;
using MultiplexCluster.EndToEnd.Streams;

namespace MultiplexCluster.EndToEnd.Suites;

/// <summary>64 streams at a time, each of 200 events at 5 ms.</summary>
internal sealed class StreamsSuite(Stage stage, HarnessOptions options, MarkdownReport report)
{
    private const int Concurrent = 64;
    private const int BodyBytes = 1024;
    private const double Limit = 1.5;

    // Streams that all began at once would send their events in step.
    private static readonly TimeSpan OneStream = TimeSpan.FromSeconds(1);

    public async Task RunAsync(CancellationToken cancellation)
    {
        var field = await Field.StartAsync(stage, options, Upstream.Streaming, cancellation);
        var expectation = await StreamExpectation.AskAsync(
            field.Upstream.Port, RequestBytes.Chat(field.Upstream.Port, BodyBytes, stream: true), cancellation);
        using var race = await field.OpenAsync(
            port => new StreamExchange(RequestBytes.Chat(port, BodyBytes, stream: true), expectation), () => new LoadShape(Concurrent) { Spread = OneStream }, cancellation);
        await Alternation.RunAsync("streams", race.All, options, cancellation);
        report.Add(new Verdict("streams: CPU per event against the baseline", Limit,
            race.Host.Against(race.Baseline, window => window.CpuPerEvent).Median, "", race.Host.Failures));
        Report(race, expectation);
        field.End(stage);
    }

    private void Report(Race race, StreamExpectation expectation)
    {
        var order = expectation.Fingerprint is null
            ? "count and end only: the upstream varies the texts"
            : "count, texts, order and end";
        report.Add(new Section(
            $"Streams, {Concurrent} at a time",
            $"{expectation.Events} events each, 5 ms apart. Every stream is compared with the upstream's own ({order}); deviations are failures.",
            ["", "CPU µs per event", "events/s", "first event p50 ms", "gap p50 ms", "gap p99 ms", "largest gap ms", "RSS MiB", "failures"],
            [
                Row(race.Direct, null),
                Row(race.Baseline, race.BaselineProcess),
                Row(race.Host, race.HostProcess),
                [
                    "host / baseline",
                    Figures.Ratio(race.Host.Against(race.Baseline, window => window.CpuPerEvent)),
                    Figures.Ratio(race.Host.Against(race.Baseline, window => window.EventsPerSecond)),
                    "", "", "", "", "", "",
                ],
            ]));
    }

    private static string[] Row(Contender contender, ServerProcess? process) =>
    [
        contender.Name,
        process is null ? "" : Figures.Range(contender.Over(window => window.CpuPerEvent)),
        Figures.Whole(contender.Over(window => window.EventsPerSecond).Median),
        Figures.Milliseconds(contender.Over(window => window.Tally.Latency.Percentile(0.5).TotalMilliseconds).Median),
        Figures.Milliseconds(contender.Over(window => window.Tally.Gaps.Percentile(0.5).TotalMilliseconds).Median),
        Figures.Milliseconds(contender.Over(window => window.Tally.Gaps.Percentile(0.99).TotalMilliseconds).Median),
        Figures.Milliseconds(contender.Over(window => window.Tally.Gaps.Largest.TotalMilliseconds).Largest),
        process is null ? "" : Figures.Mebibytes(process.ResidentBytes),
        contender.Failures,
    ];
}
