using System.Globalization;
using System.Text.Json;
using MultiplexCluster.FakeProviders;
using MultiplexCluster.FakeProviders.Scripting;
using MultiplexCluster.Host.Tests.Service;
using Xunit;
using Xunit.Abstractions;

namespace MultiplexCluster.Host.Tests.Features;

/// <summary>What runs and waits, why, and ending one.</summary>
[Collection(SharedServices.Waiting)]
public sealed class ActiveRequestTests(RunningService service, ITestOutputHelper output) : FeatureTest(service, output)
{
    [Fact]
    public Task One_that_waits_is_listed_with_its_place_and_why_each_endpoint_does_not_serve_it() => EveryProvider.AtOnceAsync(async dialect =>
    {
        var (pool, full, gate) = await HeldAsync(dialect, stream: false);
        var cooling = await pool.AddAsync();
        cooling.AtProvider.Always(Step.RateLimited("60"));
        await pool.PinnedAsync(cooling.Id, ("X-Multiplex-Timeout", "1"));
        var other = await pool.AddAsync(new { models = new[] { "other-*" } });
        List<Task<Reply>> calls = [pool.CallAsync(("X-Request-Id", $"runs-{full.Id}"))];
        await gate.WaitForHeldAsync(1);
        calls.Add(pool.CallAsync(("X-Request-Id", $"waits-{full.Id}"), ("X-Multiplex-Priority", "low")));
        await full.WaitForQueueAsync(1);

        var runs = await FindAsync($"runs-{full.Id}", "running");
        var waits = await FindAsync($"waits-{full.Id}", "waiting");

        Assert.Equal((pool.Wire.Provider, pool.Label, "low", full.Id, 0, 1), (Text(waits, "provider"), Text(waits, "pool"), Text(waits, "priority"), Text(waits, "endpoint"), waits.GetProperty("attempts").GetInt32(), waits.GetProperty("position").GetInt32()));
        var reasons = waits.GetProperty("waits_for").EnumerateArray().ToDictionary(w => Text(w, "endpoint")!, w => w);
        Assert.Equal("at capacity", Text(reasons[full.Id], "reason"));
        Assert.StartsWith("cooling_down until ", Text(reasons[cooling.Id], "reason"), StringComparison.Ordinal);
        Assert.InRange(Moment(reasons[cooling.Id], "until"), DateTimeOffset.UtcNow.AddSeconds(20), DateTimeOffset.UtcNow.AddSeconds(90));
        Assert.Equal("model not served", Text(reasons[other.Id], "reason"));
        Assert.Equal(1, runs.GetProperty("attempts").GetInt32());
        Assert.InRange(Moment(runs, "started_at"), DateTimeOffset.UtcNow.AddMinutes(-2), DateTimeOffset.UtcNow.AddSeconds(1));

        gate.Open();
        Assert.All(await Task.WhenAll(calls), reply => Assert.Equal(200, reply.Status));
        Assert.DoesNotContain(await ListAsync(), r => Text(r, "request_id")!.EndsWith(full.Id, StringComparison.Ordinal));
    });

    [Theory, EveryProvider]
    public async Task One_that_waits_is_cancelled_and_the_others_stay(ProviderDialect dialect)
    {
        var (pool, endpoint, gate) = await HeldAsync(dialect, stream: false);
        var running = pool.CallAsync();
        await gate.WaitForHeldAsync(1);
        var ended = pool.CallAsync(("X-Request-Id", $"ended-{endpoint.Id}"));
        await endpoint.WaitForQueueAsync(1);

        Assert.Equal(204, await CancelAsync($"ended-{endpoint.Id}"));

        var reply = await ended;
        Assert.Equal((503, "request_cancelled", "false"), (reply.Status, reply.Code(pool.Wire), reply["x-should-retry"]));
        Assert.Equal(404, await CancelAsync($"ended-{endpoint.Id}"));
        gate.Open();
        Assert.Equal(200, (await running).Status);
        Assert.Equal((2, 1, 0, 1, 0), (await Eventually.GetAsync(endpoint.CountsAsync, c => c.Total == 2)).Outcomes);
    }

    [Theory, EveryProvider]
    public async Task One_that_runs_is_cancelled_and_its_call_broken_off(ProviderDialect dialect)
    {
        var (pool, endpoint, gate) = await HeldAsync(dialect, stream: false);
        var call = pool.CallAsync(("X-Request-Id", $"running-{endpoint.Id}"));
        await gate.WaitForHeldAsync(1);

        Assert.Equal(204, await CancelAsync($"running-{endpoint.Id}"));

        var reply = await call;
        Assert.Equal((503, "request_cancelled"), (reply.Status, reply.Code(pool.Wire)));
        await endpoint.AtProvider.WaitForInFlightAsync(0);
        Assert.Equal(1, endpoint.AtProvider.Count);
        Assert.Equal((1, 0, 0, 1, 0), (await Eventually.GetAsync(endpoint.CountsAsync, c => c.Total == 1)).Outcomes);
        gate.Open();
        await pool.MustServeAsync();
    }

    [Fact]
    public async Task A_stream_that_is_cancelled_in_its_midst_ends_as_a_broken_one()
    {
        var pool = NewPool(ProviderDialect.OpenAi);
        var endpoint = await pool.AddAsync();
        endpoint.AtProvider.Always(Step.Ok().WithEvents(1_000).WithEventDelay(TimeSpan.FromMilliseconds(20)));
        var call = pool.SendAsync(pool.Request(stream: true, headers: ("X-Request-Id", $"stream-{endpoint.Id}")));
        await endpoint.AtProvider.WaitForInFlightAsync(1);
        await Task.Delay(300);

        Assert.Equal(204, await CancelAsync($"stream-{endpoint.Id}"));

        var reply = await call;
        Assert.Equal((200, false), (reply.Status, reply.EndedWell));
        Assert.Contains("request_cancelled", reply.Text, StringComparison.Ordinal);
        Assert.Equal((1, 0, 0, 1, 0), (await Eventually.GetAsync(endpoint.CountsAsync, c => c.Total == 1)).Outcomes);
    }

    [Fact]
    public async Task An_id_that_several_carry_or_none_ends_nothing()
    {
        var (pool, endpoint, gate) = await HeldAsync(ProviderDialect.OpenAi, stream: false);
        var calls = Enumerable.Range(0, 2).Select(_ => pool.CallAsync(("X-Request-Id", $"twice-{endpoint.Id}"))).ToList();
        await endpoint.WaitForQueueAsync(1);

        Assert.Equal(409, await CancelAsync($"twice-{endpoint.Id}"));
        Assert.Equal(404, await CancelAsync("nobody"));
        Assert.Equal(404, await CancelAsync(new string('x', 200)));

        gate.Open();
        Assert.All(await Task.WhenAll(calls), reply => Assert.Equal(200, reply.Status));
    }

    [Theory, EveryProvider]
    public async Task A_full_queue_says_of_each_endpoint_why_and_when_to_come_back(ProviderDialect dialect)
    {
        var (pool, endpoint, gate) = await HeldAsync(dialect, stream: false, queueSize: 1);
        var calls = new List<Task<Reply>> { pool.CallAsync() };
        await gate.WaitForHeldAsync(1);
        calls.Add(pool.CallAsync());
        await endpoint.WaitForQueueAsync(1);

        var refused = await pool.CallAsync();

        Assert.Equal((429, "queue_full"), (refused.Status, refused.Code(pool.Wire)));
        Assert.Contains($"{endpoint.Id} (queue full (1 of 1))", refused.Json.GetProperty("error").GetProperty("message").GetString(), StringComparison.Ordinal);
        Assert.InRange(int.Parse(refused["Retry-After"]!, CultureInfo.InvariantCulture), 1, 60);
        gate.Open();
        await Task.WhenAll(calls);
    }

    private async Task<(TestPool Pool, TestEndpoint Endpoint, Gate Gate)> HeldAsync(ProviderDialect dialect, bool stream, int queueSize = 100)
    {
        var pool = NewPool(dialect);
        var gate = new Gate();
        var endpoint = await pool.AddAsync(new { max_concurrent_requests = 1, queue_size = queueSize });
        endpoint.AtProvider.Always((stream ? Step.Ok().WithEvents(2) : Step.Ok()).HeldBy(gate));
        return (pool, endpoint, gate);
    }

    private async Task<IReadOnlyList<JsonElement>> ListAsync()
    {
        var list = await Service.Admin.GetAsync("/requests/active");
        Assert.Equal((0, 0), (list.GetProperty("more").GetInt32(), list.GetProperty("missing_nodes").GetArrayLength()));
        return [.. list.GetProperty("requests").EnumerateArray()];
    }

    private Task<JsonElement> FindAsync(string id, string state) => Eventually.GetAsync(
        async () => (await ListAsync()).FirstOrDefault(r => Text(r, "request_id") == id),
        r => r.ValueKind is JsonValueKind.Object && Text(r, "state") == state);

    private async Task<int> CancelAsync(string id) => (await Service.Admin.SendAsync("DELETE", $"/requests/{id}")).Status;

    private static string? Text(JsonElement of, string name) => of.GetProperty(name).GetString();

    private static DateTimeOffset Moment(JsonElement of, string name) => of.GetProperty(name).GetDateTimeOffset();
}
