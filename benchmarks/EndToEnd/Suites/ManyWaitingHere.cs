using MultiplexCluster.EndToEnd.Admin;
using MultiplexCluster.EndToEnd.Load;
using MultiplexCluster.EndToEnd.Measuring;
using MultiplexCluster.EndToEnd.Options;
using MultiplexCluster.EndToEnd.Processes;
using MultiplexCluster.EndToEnd.Report;

namespace MultiplexCluster.EndToEnd.Suites;

/// <summary>
/// An endpoint that always runs 32 calls, with 0, 1,000 and 10,000 more in its own queue: whoever is answered stands in line again.
/// Every measured call but those of the first row passes through the queue.
/// </summary>
internal sealed class ManyWaitingHere(Stage stage, HarnessOptions options, MarkdownReport report)
{
    private const string Busy = "busy";
    private const int Running = 32;

    public async Task RunAsync(CancellationToken cancellation)
    {
        var upstream = await stage.StartUpstreamAsync(TimeSpan.Zero, cancellation);
        var host = await stage.StartHostAsync(cancellation);
        await host.Admin.CreateAsync([NewEndpoint.Apart(Busy, upstream.Port, Running)], cancellation);
        var call = new CallExchange(RequestBytes.Chat(host.Process.Port, GrowthSuite.BodyBytes, headers: NewEndpoint.HeadersFor(Busy)));
        var contenders = new List<Contender>();
        foreach (var waiting in (int[])[0, 1_000 / options.Shrink, 10_000 / options.Shrink])
        {
            var load = await LoadPool.OpenAsync(host.Process, call, Running + waiting, TimeSpan.Zero, cancellation);
            contenders.Add(new Contender($"{Figures.Whole(waiting)} waiting", load));
        }

        await Alternation.RunAsync("growth by waiting requests in the same queue", contenders, options, cancellation);
        Report(contenders);
        contenders.ForEach(contender => contender.Dispose());
        stage.End(host);
        stage.End(upstream);
    }

    private void Report(List<Contender> contenders)
    {
        report.Add(GrowthSuite.Growth(
            $"growth: CPU per request, {contenders[^1].Name} in the same queue against none", contenders[^1], contenders[0]));
        report.Add(new Section(
            "Growth by requests waiting at the measured endpoint",
            "One host, one endpoint that runs 32 calls at a time; as many connections more as wait. The cost of serving that many live connections is in the figure.",
            ["", "CPU µs per request", "ratio", "requests/s", "failures"],
            [.. contenders.Select(one => (string[])[.. GrowthSuite.Cells(one, contenders[0]), one.Failures])]));
    }
}
