using System.Diagnostics;
using MultiplexCluster.EndToEnd.Admin;
using MultiplexCluster.EndToEnd.Load;
using MultiplexCluster.EndToEnd.Measuring;
using MultiplexCluster.EndToEnd.Options;
using MultiplexCluster.EndToEnd.Processes;
using MultiplexCluster.EndToEnd.Report;

namespace MultiplexCluster.EndToEnd.Suites;

/// <summary>The same load on hosts with 10, 1,000 and 5,000 endpoints in one pool.</summary>
internal sealed class ManyEndpoints(Stage stage, HarnessOptions options, MarkdownReport report)
{
    private const double IdleLimitKilobytes = 10;

    public async Task RunAsync(CancellationToken cancellation)
    {
        var upstream = await stage.StartUpstreamAsync(Upstream.Prompt, cancellation);
        var cases = new List<Case>();
        foreach (var endpoints in (int[])[10, 1_000 / options.Shrink, 5_000 / options.Shrink])
        {
            Console.Error.WriteLine($"growth: a host with {endpoints} endpoints");
            cases.Add(await PrepareAsync(endpoints, upstream, cancellation));
        }

        await Alternation.RunAsync("growth by endpoints", [.. cases.Select(one => one.Contender)], options, cancellation);
        Report(cases);
        foreach (var one in cases)
        {
            one.Contender.Dispose();
            stage.End(one.Host);
        }

        stage.End(upstream);
    }

    private async Task<Case> PrepareAsync(int endpoints, ServerProcess upstream, CancellationToken cancellation)
    {
        var host = await stage.StartHostAsync(cancellation);
        var begun = Stopwatch.GetTimestamp();
        await host.Admin.CreateAsync(NewEndpoint.Open(0, endpoints, upstream.Port), cancellation);
        var perSecond = endpoints / Stopwatch.GetElapsedTime(begun).TotalSeconds;
        var idle = await Idle.MeasureAsync(host.Process, cancellation);
        var call = new CallExchange(RequestBytes.Chat(host.Process.Port, GrowthSuite.BodyBytes));
        var load = await LoadPool.OpenAsync(host.Process, call, new LoadShape(GrowthSuite.Connections), cancellation);
        return new Case(endpoints, host, new Contender($"{Figures.Whole(endpoints)} endpoints", load), idle, perSecond);
    }

    private void Report(List<Case> cases)
    {
        var (smallest, largest) = (cases[0], cases[^1]);
        var perEndpoint = (largest.Idle.LiveBytes - smallest.Idle.LiveBytes) / (double)(largest.Endpoints - smallest.Endpoints);
        report.Add(GrowthSuite.Growth(
            $"growth: CPU per request, {largest.Contender.Name} against {smallest.Contender.Name}", largest.Contender, smallest.Contender));
        report.Add(new Verdict("memory an idle endpoint keeps alive", IdleLimitKilobytes, perEndpoint / 1000, " KB", ""));
        report.Add(new Section(
            "Growth by endpoints",
            "One host per row, 64 connections, all endpoints in one pool. Idle figures are taken before the load; the live heap after a full collection, the resident memory before it.",
            ["", "CPU µs per request", "ratio", "requests/s", "idle RSS MiB", "idle live heap MiB", "idle CPU %", "created/s", "failures"],
            [.. cases.Select(one => (string[])
            [
                .. GrowthSuite.Cells(one.Contender, smallest.Contender),
                Figures.Mebibytes(one.Idle.ResidentBytes),
                Figures.Mebibytes(one.Idle.LiveBytes),
                Figures.OneDecimal(one.Idle.CpuShare * 100),
                Figures.Whole(one.CreatedPerSecond),
                one.Contender.Failures,
            ])]));
    }

    private sealed record Case(int Endpoints, HostServer Host, Contender Contender, Idle Idle, double CreatedPerSecond);
}
