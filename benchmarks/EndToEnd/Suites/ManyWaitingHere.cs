using MultiplexCluster.EndToEnd.Admin;
using MultiplexCluster.EndToEnd.Load;
using MultiplexCluster.EndToEnd.Measuring;
using MultiplexCluster.EndToEnd.Options;
using MultiplexCluster.EndToEnd.Processes;
using MultiplexCluster.EndToEnd.Report;

namespace MultiplexCluster.EndToEnd.Suites;

/// <summary>
/// An endpoint that runs 32 calls at a time under 64 connections of high priority, so that every call passes through its queue,
/// where 32, 1,000 and 10,000 of low priority stand too. They get every ninth turn; one that is answered stands in line again. All three
/// crowds take turns on the same 10,000 connections, so that nothing differs but how many stand in line.
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
        var most = 10_000 / options.Shrink;
        var tally = new CurrentTally();
        using var crowd = await LoadPool.OpenAsync(host.Process, Call(host, "low"), new LoadShape(most) { Tally = tally }, cancellation);
        var contenders = new List<Contender>();
        foreach (var waiting in (int[])[Running, 1_000 / options.Shrink, most])
        {
            contenders.Add(new Contender($"{Figures.Whole(waiting)} waiting", await OpenAsync(host, crowd, tally, waiting, cancellation)));
        }

        await Alternation.RunAsync("growth by waiting requests in the same queue", contenders, options, cancellation);
        Report(contenders);
        contenders.ForEach(contender => contender.Dispose());
        stage.End(host);
        stage.End(upstream);
    }

    private static async Task<CrowdedLoad> OpenAsync(
        HostServer host, LoadPool crowd, CurrentTally tally, int waiting, CancellationToken cancellation)
    {
        var load = await LoadPool.OpenAsync(
            host.Process, Call(host, "high"), new LoadShape(GrowthSuite.Connections) { Tally = tally }, cancellation);

        // The crowd alone keeps the endpoint busy, and what is just on its way between two turns is not in line.
        var inLine = (waiting - Running) * 8 / 10;
        return new CrowdedLoad(load, crowd, waiting, token => Queue.ReachesAsync(host.Admin, Busy, inLine, token));
    }

    private static CallExchange Call(HostServer host, string priority) => new(RequestBytes.Chat(
        host.Process.Port,
        GrowthSuite.BodyBytes,
        headers: [.. NewEndpoint.HeadersFor(Busy), $"X-Multiplex-Priority: {priority}"]));

    private void Report(List<Contender> contenders)
    {
        report.Add(GrowthSuite.Growth(
            $"growth: CPU per request, {contenders[^1].Name} in the same queue against {contenders[0].Name}", contenders[^1], contenders[0]));
        report.Add(new Section(
            "Growth by requests waiting at the measured endpoint",
            "One host, one endpoint that runs 32 calls at a time under 64 connections of high priority; the waiting ones are of low priority, get every ninth turn and stand in line again when answered. All crowds take turns on the same 10,000 connections. All answered calls count.",
            ["", "CPU µs per request", "ratio", "requests/s", "failures"],
            [.. contenders.Select(one => (string[])[.. GrowthSuite.Cells(one, contenders[0]), one.Failures])]));
    }
}
