using MultiplexCluster.EndToEnd.Admin;
using MultiplexCluster.EndToEnd.Load;
using MultiplexCluster.EndToEnd.Measuring;
using MultiplexCluster.EndToEnd.Options;
using MultiplexCluster.EndToEnd.Processes;

namespace MultiplexCluster.EndToEnd.Suites;

/// <summary>The three servers that calls and streams are compared on.</summary>
internal sealed record Field(ServerProcess Upstream, ServerProcess Baseline, ServerProcess Host)
{
    private const int Endpoints = 4;

    public static async Task<Field> StartAsync(Stage stage, HarnessOptions options, Upstream kind, CancellationToken cancellation)
    {
        var upstream = await stage.StartUpstreamAsync(kind, cancellation);
        var baseline = await stage.StartBaselineAsync(upstream, cancellation);
        if (options.SelfCheck)
        {
            return new Field(upstream, baseline, await stage.StartBaselineAsync(upstream, cancellation));
        }

        var host = await stage.StartHostAsync(cancellation);
        await host.Admin.CreateAsync(NewEndpoint.Open(0, Endpoints, upstream.Port), cancellation);
        host.Admin.Dispose();
        return new Field(upstream, baseline, host.Process);
    }

    /// <summary>Opens the same load against all three.</summary>
    /// <param name="shape">Makes the layout of one load.</param>
    /// <param name="exchange">Makes the exchange for a server's port.</param>
    public async Task<Race> OpenAsync(Func<int, IExchange> exchange, Func<LoadShape> shape, CancellationToken cancellation)
    {
        async Task<Contender> Contend(string name, ServerProcess server) =>
            new(name, await LoadPool.OpenAsync(server, exchange(server.Port), shape(), cancellation));
        return new Race(
            await Contend("direct", Upstream), await Contend("baseline", Baseline), await Contend("host", Host), Baseline, Host);
    }

    public void End(Stage stage)
    {
        stage.End(Upstream);
        stage.End(Baseline);
        stage.End(Host);
    }
}
