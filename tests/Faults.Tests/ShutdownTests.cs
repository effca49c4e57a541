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

    [Fact]
    public async Task While_proxies_learn_that_it_ends_it_is_not_ready_and_serves_on()
    {
        await using var fake = await FakeProvider.StartAsync();
        await using var service = ServiceProcess.Create(new ServiceSetup
        {
            Environment = new Dictionary<string, string?> { ["Multiplex__Drain__DelaySeconds"] = "5" },
        });
        await service.StartAgainAsync();
        var key = SecretWatch.Key("drain");
        await service.Admin.MustCreateAsync(new
        {
            endpoint_id = "drain", provider = "openai", api_key = key, base_url = fake.BaseUrl(ProviderDialect.OpenAi),
        });
        using var crowd = new CallerCrowd(service.Address);
        using var http = new HttpClient();

        service.Terminate();
        await ReadinessIsAsync(http, service, 503);
        var meanwhile = await crowd.CallAsync(new CallPlan());
        var exit = await service.ExitAsync(TimeSpan.FromSeconds(60));

        Assert.True(meanwhile.Succeeded, $"{meanwhile.End} {meanwhile.Status} {meanwhile.Detail}");
        Assert.Equal(0, exit);
    }

    [Fact]
    public async Task What_still_waits_at_the_limit_is_answered_and_told_when_to_ask_again()
    {
        await using var fake = await FakeProvider.StartAsync();
        await using var service = ServiceProcess.Create(new ServiceSetup
        {
            Environment = new Dictionary<string, string?> { ["Multiplex__Drain__LimitSeconds"] = "1" },
        });
        await service.StartAgainAsync();
        var key = SecretWatch.Key("limit");
        await service.Admin.MustCreateAsync(new
        {
            endpoint_id = "limit", provider = "openai", api_key = key, base_url = fake.BaseUrl(ProviderDialect.OpenAi), max_concurrent_requests = 1,
        });
        fake.Key(key).Always(Step.Ok().WithLatency(TimeSpan.FromSeconds(5)));
        using var crowd = new CallerCrowd(service.Address);
        var running = crowd.CallAsync(new CallPlan());
        await fake.WaitForInFlightAsync(1);
        using var http = new HttpClient();
        using var body = new StringContent("""{"model":"m","messages":[]}""", System.Text.Encoding.UTF8, "application/json");
        var waiting = http.PostAsync(new Uri(service.Address, "/openai/v1/chat/completions"), body);
        while ((await service.Admin.StatsAsync("limit")).Queued == 0)
        {
            await Task.Delay(20);
        }

        service.Terminate();
        using var answer = await waiting;
        var ended = await running;

        Assert.Equal((503, "1"), ((int)answer.StatusCode, answer.Headers.RetryAfter?.ToString()));
        Assert.True(ended.Succeeded, $"{ended.End} {ended.Status} {ended.Detail}");
        Assert.Equal(0, await service.ExitAsync(TimeSpan.FromSeconds(60)));
    }

    private static async Task ReadinessIsAsync(HttpClient http, ServiceProcess service, int status)
    {
        for (var i = 0; i < 100; i++)
        {
            using var answer = await http.GetAsync(new Uri(service.Address, "/health/ready"));
            if ((int)answer.StatusCode == status)
            {
                return;
            }

            await Task.Delay(20);
        }

        throw new TimeoutException($"/health/ready did not answer {status}");
    }
}
