using System.Diagnostics;
using MultiplexCluster.FakeProviders;
using MultiplexCluster.FakeProviders.Scripting;
using MultiplexCluster.Host.Tests.Service;
using Xunit;
using Xunit.Abstractions;

namespace MultiplexCluster.Host.Tests.Features;

/// <summary>A service that tries refused keys again after a second.</summary>
public sealed class CheckingService : RunningService
{
    protected override IReadOnlyDictionary<string, string> Settings { get; } = new Dictionary<string, string>
    {
        ["Multiplex__Upstreams__KeyCheckSeconds"] = "1",
    };
}

public sealed class KeyCheckTests(CheckingService service, ITestOutputHelper output)
    : FeatureTest<CheckingService>(service, output), IClassFixture<CheckingService>
{
    [Fact]
    public Task A_refused_key_that_its_owner_mends_serves_again_by_itself() => EveryProvider.AtOnceAsync(async dialect =>
    {
        var pool = NewPool(dialect);
        var endpoint = await pool.AddAsync();
        endpoint.AtProvider.Then(Step.InvalidKey(), 2);

        await pool.CallAsync();
        await endpoint.WaitForStateAsync("quarantined");
        await endpoint.WaitForStateAsync("available");

        await pool.MustServeAsync();
        Assert.Equal(["POST", "GET", "GET", "POST"], endpoint.AtProvider.Calls.Select(call => call.Method));
        var counts = await endpoint.CountsAsync();
        Assert.Equal((2, 1, 1), (counts.Total, counts.Successful, counts.Failed));
    });

    [Fact]
    public Task An_answer_that_is_no_list_of_models_is_no_verdict_and_the_key_is_checked_again() => EveryProvider.AtOnceAsync(dialect =>
        Task.WhenAll(NoLists.Select(async (answer, i) =>
        {
            var pool = NewPool(dialect);
            var endpoint = await pool.AddAsync();
            endpoint.AtProvider.Then(Step.InvalidKey()).Then(answer);

            await pool.CallAsync();
            await endpoint.AtProvider.WaitForCallsAsync(2, Eventually.Patience);
            await endpoint.WaitForStateAsync("available");

            await pool.MustServeAsync();
            Assert.True(endpoint.AtProvider.Calls is [_, _, { Method: "GET" }, { Method: "POST" }], $"answer {i} passed");
            var said = Service.Output.From(0).Where(line => line.Contains($"{endpoint.Id} shows nothing", StringComparison.Ordinal));
            Assert.True(said.Count() == 1, $"answer {i}: {string.Join('|', said)}");
            Assert.DoesNotContain(Service.Output.From(0), line => line.Contains("marker-of-body", StringComparison.Ordinal));
        })));

    [Fact]
    public Task The_new_key_serves_at_once_while_the_check_of_the_old_one_hangs() => EveryProvider.AtOnceAsync(async dialect =>
    {
        var gate = new Gate();
        var (pool, endpoint) = await CheckingAsync(dialect, Step.InvalidKey().HeldBy(gate));

        await endpoint.PostAsync("rotate-key", new { api_key = endpoint.Key + "-new" });
        var began = Stopwatch.GetTimestamp();
        await pool.MustServeAsync();
        var took = Stopwatch.GetElapsedTime(began);
        await endpoint.AtProvider.WaitForInFlightAsync(0);

        Assert.True(took < TimeSpan.FromSeconds(5), $"the old key's check held the slot for {took}");
        gate.Open();
        await pool.MustServeAsync();
        Assert.Equal("available", await endpoint.StateAsync());
        Assert.Equal(2, endpoint.AtProvider.Count);
    });

    [Fact]
    public Task A_check_is_broken_off_when_its_endpoint_is_disabled_or_deleted() => EveryProvider.AtOnceAsync(async dialect =>
    {
        var (_, disabled) = await CheckingAsync(dialect, Step.Silent());
        await disabled.PatchAsync(new { enabled = false });
        await disabled.AtProvider.WaitForInFlightAsync(0, TimeSpan.FromSeconds(5));

        var (_, deleted) = await CheckingAsync(dialect, Step.Silent());
        await deleted.DeleteAsync();
        await deleted.AtProvider.WaitForInFlightAsync(0, TimeSpan.FromSeconds(5));
    });

    private static readonly Step[] NoLists =
    [
        Step.Garbage(GarbageKind.HtmlOk),
        Step.Garbage(GarbageKind.EmptyOk),
        Step.Garbage(GarbageKind.MalformedJson),
        Step.Garbage(GarbageKind.WrongEncoding),
        Step.Garbage(GarbageKind.GzipBomb),
        Step.Garbage(GarbageKind.EndlessLine),
        Step.Garbage(GarbageKind.TwoContentLengths),
        Step.Ok().WithBody("""{"status":"marker-of-body"}"""),
        Step.Ok().WithBody($$"""{"data":["{{new string('x', 1_100_000)}}"],"models":[]}"""),
        Step.Status(204),
        Step.CutAfterBytes(10),
        Step.Trickle(),
    ];

    /// <summary>An endpoint of one slot, whose key was refused and is being checked.</summary>
    private async Task<(TestPool Pool, TestEndpoint Endpoint)> CheckingAsync(ProviderDialect dialect, Step check)
    {
        var pool = NewPool(dialect);
        var endpoint = await pool.AddAsync(new { max_concurrent_requests = 1 });
        endpoint.AtProvider.Then(Step.InvalidKey()).Always(check);
        await pool.CallAsync();
        await endpoint.AtProvider.WaitForCallsAsync(2);
        await endpoint.AtProvider.WaitForInFlightAsync(1);
        return (pool, endpoint);
    }
}
