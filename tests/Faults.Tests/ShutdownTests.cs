using MultiplexCluster.FakeProviders;
using MultiplexCluster.FakeProviders.Scripting;
using MultiplexCluster.Faults.Callers;
using MultiplexCluster.Faults.Secrecy;
using MultiplexCluster.Faults.Service;
using Xunit;
using Xunit.Abstractions;

namespace MultiplexCluster.Faults.Tests;

public sealed class ShutdownTests(ITestOutputHelper output)
{
    [Fact]
    public async Task Asked_to_end_it_finishes_what_runs_takes_nothing_new_and_exits_with_zero()
    {
        await using var fake = await FakeProvider.StartAsync();
        await using var service = await ServiceProcess.StartAsync();
        var key = SecretWatch.Key("shutdown");
        await service.Admin.MustCreateAsync(new
        {
            endpoint_id = "shutdown", provider = "openai", api_key = key, base_url = fake.BaseUrl(ProviderDialect.OpenAi), max_concurrent_requests = 20,
        });
        using var crowd = new CallerCrowd(service.Address);
        fake.Key(key).Always(Step.Ok().WithLatency(TimeSpan.FromSeconds(2)).WithEvents(20).WithEventDelay(TimeSpan.FromMilliseconds(50)));
        var running = Enumerable.Range(0, 20).Select(i => crowd.CallAsync(new CallPlan { Stream = i % 2 == 0 })).ToList();
        await fake.WaitForInFlightAsync(20);

        service.Terminate();
        await Task.Delay(700);
        using var newcomers = new CallerCrowd(service.Address);
        var late = await newcomers.CallAsync(new CallPlan());
        var ended = await Task.WhenAll(running);
        var exit = await service.ExitAsync(TimeSpan.FromSeconds(60));

        output.WriteLine($"running: {string.Join(", ", ended.GroupBy(r => $"{r.End} {r.Status}").Select(g => $"{g.Count()} {g.Key}"))}; late: {late.End} {late.Status}; exit code {exit}");
        Assert.All(ended, r => Assert.True(r.Succeeded, $"{r.End} {r.Status} {r.Detail}"));
        Assert.True(late.End == CallEnd.NoAnswer || late.Status == 503, $"{late.End} {late.Status}");
        Assert.Equal(0, exit);
        Assert.Empty(service.Output.AlarmingLines);

        await service.StartAgainAsync();
        Assert.Equal(20, (await service.Admin.StatsAsync("shutdown")).Successful);
    }
}
