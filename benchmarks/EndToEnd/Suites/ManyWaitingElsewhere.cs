using MultiplexCluster.EndToEnd.Admin;
using MultiplexCluster.EndToEnd.Load;
using MultiplexCluster.EndToEnd.Measuring;
using MultiplexCluster.EndToEnd.Options;
using MultiplexCluster.EndToEnd.Processes;
using MultiplexCluster.EndToEnd.Report;

namespace MultiplexCluster.EndToEnd.Suites;

/// <summary>The same load while 0, 1,000 and 10,000 requests of 4 KiB stand in another endpoint's queue.</summary>
internal sealed class ManyWaitingElsewhere(Stage stage, HarnessOptions options, MarkdownReport report)
{
    private const string Held = "held";
    private const int WaitingBodyBytes = 4096;
    private const int OpenEndpoints = 4;
    private const double LimitMegabytes = 200;

    public async Task RunAsync(CancellationToken cancellation)
    {
        var upstream = await stage.StartUpstreamAsync(Upstream.Prompt, cancellation);
        var silent = await stage.StartUpstreamAsync(Upstream.Silent, cancellation);
        var cases = new List<Case>();
        foreach (var waiting in (int[])[0, 1_000 / options.Shrink, 10_000 / options.Shrink])
        {
            Console.Error.WriteLine($"growth: a host with {waiting} waiting requests");
            cases.Add(await PrepareAsync(waiting, upstream, silent, cancellation));
        }

        await Alternation.RunAsync("growth by waiting requests", [.. cases.Select(one => one.Contender)], options, cancellation);
        foreach (var one in cases)
        {
            await StillWaitingAsync(one, cancellation);
        }

        Report(cases);
        foreach (var one in cases)
        {
            one.Contender.Dispose();
            one.Requests.Dispose();
            stage.End(one.Host);
        }

        stage.End(upstream);
        stage.End(silent);
    }

    private async Task<Case> PrepareAsync(int waiting, ServerProcess upstream, ServerProcess silent, CancellationToken cancellation)
    {
        var host = await stage.StartHostAsync(cancellation);
        await host.Admin.CreateAsync(
            [.. NewEndpoint.Open(0, OpenEndpoints, upstream.Port), NewEndpoint.Apart(Held, silent.Port, maxConcurrent: 1)], cancellation);
        var call = new CallExchange(RequestBytes.Chat(host.Process.Port, GrowthSuite.BodyBytes));
        var load = await LoadPool.OpenAsync(host.Process, call, new LoadShape(GrowthSuite.Connections), cancellation);
        var contender = new Contender($"{Figures.Whole(waiting)} waiting", load);
        await contender.WarmUpAsync(options.WarmUp, cancellation);
        var before = await Idle.MeasureAsync(host.Process, cancellation);
        var held = RequestBytes.Chat(host.Process.Port, WaitingBodyBytes, headers: NewEndpoint.HeadersFor(Held));
        var requests = await WaitingRequests.SendAsync(host.Process, held, waiting, cancellation);
        await Queue.ReachesAsync(host.Admin, Held, waiting - 1, cancellation);
        var after = await Idle.MeasureAsync(host.Process, cancellation);
        return new Case(waiting, host, contender, requests, before, after);
    }

    private static async Task StillWaitingAsync(Case one, CancellationToken cancellation)
    {
        var left = await one.Host.Admin.QueueLengthAsync(Held, cancellation);
        if (left < one.Waiting - 1)
        {
            throw new InvalidOperationException($"Only {left} of {one.Waiting} requests still waited after the rounds.");
        }
    }

    private void Report(List<Case> cases)
    {
        var (smallest, largest) = (cases[0], cases[^1]);
        report.Add(GrowthSuite.Growth(
            $"growth: CPU per request, {largest.Contender.Name} elsewhere against none", largest.Contender, smallest.Contender));
        report.Add(new Verdict($"memory of {largest.Contender.Name} requests of 4 KiB", LimitMegabytes, largest.Added / 1e6, " MB", ""));
        report.Add(new Section(
            "Growth by requests waiting at another endpoint",
            "One host per row, 64 connections on four open endpoints; the waiting ones are pinned to a fifth that never answers.",
            ["", "CPU µs per request", "ratio", "requests/s", "RSS added MiB", "idle CPU %", "failures"],
            [.. cases.Select(one => (string[])
            [
                .. GrowthSuite.Cells(one.Contender, smallest.Contender),
                Figures.Mebibytes(one.Added),
                Figures.OneDecimal(one.After.CpuShare * 100),
                one.Contender.Failures,
            ])]));
    }

    private sealed record Case(int Waiting, HostServer Host, Contender Contender, WaitingRequests Requests, Idle Before, Idle After)
    {
        /// <summary>Resident bytes that came with the waiting requests.</summary>
        public double Added => After.ResidentBytes - Before.ResidentBytes;
    }
}
