using System.Diagnostics;
using MultiplexCluster.EndToEnd.Admin;
using MultiplexCluster.EndToEnd.Options;

namespace MultiplexCluster.EndToEnd.Processes;

/// <summary>Starts the servers a suite asks for; everything started and written disappears with it.</summary>
internal sealed class Stage(string hostDll, string baselineDll, string upstreamDll) : IDisposable
{
    private const string AdminToken = "bench-admin-token-0123456789abcdef";
    private static readonly TimeSpan StartTimeout = TimeSpan.FromSeconds(60);
    private readonly ProcessFleet _fleet = new();
    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("multiplex-bench-");
    private int _hosts;

    public static async Task<Stage> BuildAsync(HarnessOptions options, CancellationToken cancellation)
    {
        Console.Error.WriteLine("building");
        var baseline = await Builds.BuildAsync("benchmarks/Baseline/Baseline.csproj", cancellation);
        var upstream = options.UpstreamDll ?? await Builds.BuildAsync("tests/FakeProviders/FakeProviders.csproj", cancellation);
        var host = options.SelfCheck ? baseline : options.HostDll ?? await Builds.BuildAsync("src/Host/Host.csproj", cancellation);
        return new Stage(host, baseline, upstream);
    }

    public async Task<ServerProcess> StartUpstreamAsync(Upstream kind, CancellationToken cancellation)
    {
        var port = FreePort.Take();
        return await ListeningAsync(_fleet.Start("upstream", upstreamDll, port, kind.Arguments(port)), cancellation);
    }

    public async Task<ServerProcess> StartBaselineAsync(ServerProcess upstream, CancellationToken cancellation)
    {
        var port = FreePort.Take();
        string[] arguments = ["--urls", $"http://127.0.0.1:{port}", "--upstream", $"http://127.0.0.1:{upstream.Port}"];
        return await ListeningAsync(_fleet.Start("baseline", baselineDll, port, arguments), cancellation);
    }

    /// <summary>A host with an empty store of its own.</summary>
    public async Task<HostServer> StartHostAsync(CancellationToken cancellation)
    {
        var port = FreePort.Take();
        var environment = new Dictionary<string, string>
        {
            ["Multiplex__DataDirectory"] = _data.CreateSubdirectory($"host-{++_hosts}").FullName,
            ["Multiplex__Admin__Token"] = AdminToken,
            ["Multiplex__Upstreams__AllowPrivateNetworks"] = "true",
        };
        var process = _fleet.Start("host", hostDll, port, ["--urls", $"http://127.0.0.1:{port}"], environment);
        await ListeningAsync(process, cancellation);
        var admin = new AdminApi(port, AdminToken);
        for (var begun = Stopwatch.GetTimestamp(); !await admin.IsReadyAsync(cancellation);)
        {
            process.ThrowIfExited();
            if (Stopwatch.GetElapsedTime(begun) > StartTimeout)
            {
                throw new InvalidOperationException("The host listens but did not become ready.");
            }

            await Task.Delay(100, cancellation);
        }

        return new HostServer(process, admin);
    }

    public void End(HostServer host)
    {
        host.Admin.Dispose();
        End(host.Process);
    }

    public void End(ServerProcess process) => _fleet.End(process);

    public void Dispose()
    {
        _fleet.Dispose();
        _data.Delete(recursive: true);
    }

    private static async Task<ServerProcess> ListeningAsync(ServerProcess process, CancellationToken cancellation)
    {
        await process.WaitUntilListeningAsync(StartTimeout, cancellation);
        return process;
    }
}
