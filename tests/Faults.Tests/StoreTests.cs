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
        var reports = await runs.Kills;

        var summary = string.Join(Environment.NewLine, reports.Select(r => r.Summary));
        output.WriteLine(summary);
        Assert.True(reports.All(r => r.Faults.Count == 0), summary);
        Assert.True(reports.Sum(r => r.Acknowledged) > 100, summary);
    }

    [Fact]
    public async Task With_its_database_locked_for_ten_seconds_it_serves_every_call_and_loses_no_count()
    {
        var report = await runs.StoreAway;

        output.WriteLine(report.Summary);
        Assert.Empty(report.Faults);
    }
}

/// <summary>All runs side by side: each mostly waits, for a start or for the lock.</summary>
public sealed class StoreRuns
{
    /// <summary>Two services, each killed ten times.</summary>
    public Task<KillReport[]> Kills { get; } = Task.WhenAll(Enumerable.Range(1, 2)
        .Select(seed => Task.Run(() => KillRun.RunAsync(new KillOptions { Seed = seed, Kills = 10 }))));

    public Task<StoreAwayReport> StoreAway { get; } = Task.Run(() => StoreAwayRun.RunAsync(TimeSpan.FromSeconds(10)));
}
