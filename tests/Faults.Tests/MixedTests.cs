using MultiplexCluster.Faults.Mixed;
using Xunit;
using Xunit.Abstractions;

namespace MultiplexCluster.Faults.Tests;

[Collection(MeasuredTests.Name)]
public sealed class MixedTests(ITestOutputHelper output)
{
    [Fact]
    public async Task The_invariants_hold_under_mixed_load_and_faults()
    {
        var report = await MixedRun.RunAsync(new MixedOptions { Seed = 1, Rounds = 2, Round = TimeSpan.FromSeconds(6) });

        output.WriteLine(report.Summary);
        Assert.True(report.Violations.Count == 0, report.Summary);
        Assert.True(report.Succeeded > report.Calls / 3, report.Summary);
    }
}
