using MultiplexCluster.Faults.Durability;
using MultiplexCluster.Faults.StoreAway;
using Xunit;
using Xunit.Abstractions;

namespace MultiplexCluster.Faults.Tests;

public sealed class StoreTests(StoreRuns runs, ITestOutputHelper output) : IClassFixture<StoreRuns>
{
    [Fact]
    public async Task Twenty_times_killed_it_has_every_acknowledged_change_and_nearly_every_count()
    {
        var report = await runs.Kills;

        output.WriteLine(report.Summary);
        Assert.True(report.Faults.Count == 0, report.Summary);
        Assert.True(report.Acknowledged > 100, report.Summary);
    }

    [Fact]
    public async Task With_its_database_locked_for_ten_seconds_it_serves_every_call_and_loses_no_count()
    {
        var report = await runs.StoreAway;

        output.WriteLine(report.Summary);
        Assert.Empty(report.Faults);
    }
}

/// <summary>Both runs side by side: each mostly waits, for a start or for the lock.</summary>
public sealed class StoreRuns
{
    public Task<KillReport> Kills { get; } = Task.Run(() => KillRun.RunAsync(new KillOptions { Seed = 1 }));

    public Task<StoreAwayReport> StoreAway { get; } = Task.Run(() => StoreAwayRun.RunAsync(TimeSpan.FromSeconds(10)));
}
