using MultiplexCluster.Faults.Durability;
using MultiplexCluster.Faults.StoreAway;
using Xunit;
using Xunit.Abstractions;

namespace MultiplexCluster.Faults.Tests;

public sealed class StoreTests(ITestOutputHelper output)
{
    [Fact]
    public async Task Twenty_times_killed_it_has_every_acknowledged_change_and_nearly_every_count()
    {
        var report = await KillRun.RunAsync(new KillOptions { Seed = 1 });

        output.WriteLine(report.Summary);
        Assert.True(report.Faults.Count == 0, report.Summary);
        Assert.True(report.Acknowledged > 100, report.Summary);
    }

    [Fact]
    public async Task With_its_database_locked_for_ten_seconds_it_serves_every_call_and_loses_no_count()
    {
        var report = await StoreAwayRun.RunAsync(TimeSpan.FromSeconds(10));

        output.WriteLine(report.Summary);
        Assert.Empty(report.Faults);
    }
}
