using MultiplexCluster.EndToEnd.Admin;
using MultiplexCluster.EndToEnd.Load;
using MultiplexCluster.EndToEnd.Measuring;
using MultiplexCluster.EndToEnd.Options;
using MultiplexCluster.EndToEnd.Processes;
using MultiplexCluster.EndToEnd.Report;

namespace MultiplexCluster.EndToEnd.Suites;

/// <summary>
/// An endpoint that runs 32 calls at a time under 64 connections of high priority, so that every call passes through its queue,
/// where 0, 1,000 and 10,000 of low priority stand too. A low one that is answered stands in line again.
/// </summary>
internal sealed class ManyWaitingHere(Stage stage, HarnessOptions options, MarkdownReport report)
{
    private const string Busy = "busy";
    private const int Running = 32;

    public async Task RunAsync(CancellationToken cancellation)
    {
        var upstream = await stage.StartUpstreamAsync(Upstream.Prompt, cancellation);
        var host = await stage.StartHostAsync(cancellation);
        await host.Admin.CreateAsync([NewEndpoint.Apart(Busy, upstream.Port, Running)], cancellation);
        var contenders = new List<Contender>();
        foreach (var waiting in (int[])[0, 1_000 / options.Shrink, 10_000 / options.Shrink])
        {
            contenders.Add(new Contender($"{Figures.Whole(waiting)} waiting", await OpenAsync(host, waiting, cancellation)));
        }

        await Alternation.RunAsync("growth by waiting requests in the same queue", contenders, options, cancellation);
        Report(contenders);
        contenders.ForEach(contender => contender.Dispose());
        stage.End(host);
        stage.End(upstream);
    }

    private static async Task<CrowdedLoad> OpenAsync(HostServer host, int waiting, CancellationToken cancellation)
    {
        var tally = new CurrentTally();
        var load = await LoadPool.OpenAsync(
            host.Process, Call(host, "high"), new LoadShape(GrowthSuite.Connections) { Tally = tally }, cancellation);
        var crowd = await LoadPool.OpenAsync(
            host.Process, Call(host, "low"), new LoadShape(waiting) { Tally = tally }, cancellation);

        // The crowd alone keeps the endpoint busy, and what is just on its way between two turns is not in line.
        var inLine = (waiting - Running) * 8 / 10;
        return new CrowdedLoad(load, crowd, token => Queue.ReachesAsync(host.Admin, Busy, inLine, token));
    }

    private static CallExchange Call(HostServer host, string priority) => new(RequestBytes.Chat(
        host.Process.Port,
        GrowthSuite.BodyBytes,
        headers: [.. NewEndpoint.HeadersFor(Busy), $"X-Multiplex-Priority: {priority}"]));

    private void Report(List<Contender> contenders)
    {
        report.Add(GrowthSuite.Growth(
            $"growth: CPU per request, {contenders[^1].Name} in the same queue against none", contenders[^1], contenders[0]));
        report.Add(new Section(
            "Growth by requests waiting at the measured endpoint",
            "One host, one endpoint that runs 32 calls at a time under 64 connections of high priority; the waiting ones are of low priority and stand in line again when answered. All answered calls count.",
            ["", "CPU µs per request", "ratio", "requests/s", "failures"],
            [.. contenders.Select(one => (string[])[.. GrowthSuite.Cells(one, contenders[0]), one.Failures])]));
    }
}
