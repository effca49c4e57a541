using MultiplexCluster.EndToEnd.Measuring;
using MultiplexCluster.EndToEnd.Options;
using MultiplexCluster.EndToEnd.Processes;
using MultiplexCluster.EndToEnd.Report;

namespace MultiplexCluster.EndToEnd.Suites;

/// <summary>What a request costs the host when there are many endpoints, or when many other requests wait.</summary>
internal sealed class GrowthSuite(Stage stage, HarnessOptions options, MarkdownReport report)
{
    /// <summary>Connections of the measured load.</summary>
    public const int Connections = 64;

    /// <summary>Body of a measured call.</summary>
    public const int BodyBytes = 1024;

    public async Task RunAsync(CancellationToken cancellation)
    {
        if (options.SelfCheck)
        {
            Console.Error.WriteLine("growth measures the host alone: nothing to do in a self-check");
            return;
        }

        await new ManyEndpoints(stage, options, report).RunAsync(cancellation);
        await new ManyWaitingElsewhere(stage, options, report).RunAsync(cancellation);
        await new ManyWaitingHere(stage, options, report).RunAsync(cancellation);
    }

    /// <summary>The cells all three tables share: CPU, its ratio to the smallest case, throughput.</summary>
    public static string[] Cells(Contender contender, Contender smallest) =>
    [
        contender.Name,
        Figures.Range(contender.Over(window => window.CpuPerCall)),
        Figures.Ratio(contender.Against(smallest, window => window.CpuPerCall)),
        Figures.Whole(contender.Over(window => window.CallsPerSecond).Median),
    ];

    /// <summary>The verdict on the largest case against the smallest.</summary>
    public static Verdict Growth(string target, Contender largest, Contender smallest) =>
        new(target, 1.3, largest.Against(smallest, window => window.CpuPerCall).Median, "", largest.Failures);
}
