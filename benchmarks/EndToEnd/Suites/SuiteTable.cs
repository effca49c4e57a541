using MultiplexCluster.EndToEnd.Options;
using MultiplexCluster.EndToEnd.Processes;
using MultiplexCluster.EndToEnd.Report;

namespace MultiplexCluster.EndToEnd.Suites;

/// <summary>The suites by name.</summary>
internal static class SuiteTable
{
    public static async Task RunAsync(Stage stage, HarnessOptions options, MarkdownReport report, CancellationToken cancellation)
    {
        foreach (var suite in options.Suites)
        {
            await (suite switch
            {
                "calls" => new CallsSuite(stage, options, report).RunAsync(cancellation),
                "streams" => new StreamsSuite(stage, options, report).RunAsync(cancellation),
                "uploads" => new UploadsSuite(stage, options, report).RunAsync(cancellation),
                "growth" => new GrowthSuite(stage, options, report).RunAsync(cancellation),
                _ => throw new ArgumentOutOfRangeException(nameof(options), suite, "There is no such suite."),
            });
        }
    }
}
