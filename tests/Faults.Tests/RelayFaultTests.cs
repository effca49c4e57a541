using System.Net;
using System.Net.Sockets;
using MultiplexCluster.FakeProviders.Scripting;
using MultiplexCluster.Faults.Callers;
using MultiplexCluster.Faults.Service;
using Xunit;
using Xunit.Abstractions;

namespace MultiplexCluster.Faults.Tests;

[Collection(SharedServiceTests.Name)]
public sealed class RelayFaultTests(SharedService shared, ITestOutputHelper output)
{
    private const int Calls = 100;

    public static TheoryData<string, Step> BeforeTheFirstByte => new()
    {
        { "closed before headers", Step.CutBeforeHeaders() },
        { "reset before headers", Step.CutBeforeHeaders(reset: true) },
        { "reset after the headers of a chunked answer", Step.CutAfterHeaders(reset: true) },
        { "reset after the headers of a short answer", Step.CutAfterHeaders(reset: true).WithFraming(Framing.ContentLength) },
        { "short answer cut", Step.CutAfterBytes(10).WithFraming(Framing.ContentLength) },
        { "not HTTP", Step.Garbage(GarbageKind.NotHttp) },
        { "two lengths", Step.Garbage(GarbageKind.TwoContentLengths) },
        { "length and chunked", Step.Garbage(GarbageKind.LengthAndChunked) },
        { "huge headers", Step.Garbage(GarbageKind.HugeHeaders) },
        { "500", Step.Status(500) },
    };

    public static TheoryData<string, Step> AfterTheFirstByte => new()
    {
        { "closed mid-stream", Step.CutAfterEvents(2) },
        { "reset mid-stream", Step.CutAfterEvents(2, reset: true) },
        { "cut mid-chunk", Step.CutAfterBytes(700, reset: true) },
        { "no terminal event", Step.Ok().WithoutTerminal() },
    };

    [Theory]
    [MemberData(nameof(BeforeTheFirstByte))]
    public async Task A_fault_before_the_first_byte_fails_no_caller_while_another_key_is_healthy(string fault, Step step)
    {
        var pool = await shared.PoolAsync(2, new { breaker_failures = 0, max_concurrent_requests = 20 });
        shared.KeyOf(pool.Ids[0]).Always(step);

        var records = await Task.WhenAll(Enumerable.Range(0, Calls).Select(_ => shared.Crowd.CallAsync(new CallPlan { Pool = pool.Name })));

        output.WriteLine($"{fault}: {shared.KeyOf(pool.Ids[0]).Count} attempts met it");
        Assert.All(records, r => Assert.True(r.Succeeded, $"{r.End} {r.Status} {r.Detail}"));
        Assert.True(shared.KeyOf(pool.Ids[0]).Count > 5, "hardly any call met the fault");
        await ServiceIsWellAsync(pool);
    }

    [Fact]
    public async Task An_empty_200_is_passed_on_as_it_is()
    {
        // The framing says that it is whole, and nothing else can.
        var pool = await shared.PoolAsync(1, new { breaker_failures = 0 });
        shared.KeyOf(pool.Ids[0]).Always(Step.Garbage(GarbageKind.EmptyOk));

        var records = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => shared.Crowd.CallAsync(new CallPlan { Pool = pool.Name })));

        Assert.All(records, r => Assert.Equal((CallEnd.Answered, 200, 0L), (r.End, r.Status, r.Bytes)));
        await ServiceIsWellAsync(pool);
    }

    [Fact]
    public async Task A_refused_connection_fails_no_caller_while_another_key_is_healthy()
    {
        using var closed = new TcpListener(IPAddress.Loopback, 0);
        closed.Start();
        var port = ((IPEndPoint)closed.LocalEndpoint).Port;
        closed.Stop();
        var pool = await shared.PoolAsync(2, new { breaker_failures = 0, max_concurrent_requests = 20 });
        await shared.Service.Admin.PatchAsync(pool.Ids[0], new { base_url = $"http://127.0.0.1:{port}/v1" });

        var records = await Task.WhenAll(Enumerable.Range(0, Calls).Select(_ => shared.Crowd.CallAsync(new CallPlan { Pool = pool.Name })));

        Assert.All(records, r => Assert.True(r.Succeeded, $"{r.End} {r.Status} {r.Detail}"));
        Assert.True((await shared.Service.Admin.StatsAtRestAsync(pool.Ids[0])).Retried > 5, "hardly any call met the fault");
        await ServiceIsWellAsync(pool);
    }

    [Theory]
    [MemberData(nameof(AfterTheFirstByte))]
    public async Task A_fault_after_the_first_byte_is_an_error_to_the_caller_and_not_retried(string fault, Step step)
    {
        var pool = await shared.PoolAsync(2, new { breaker_failures = 0, max_concurrent_requests = 20 });
        shared.KeyOf(pool.Ids[0]).Always(step);
        shared.KeyOf(pool.Ids[1]).Always(step);

        var records = await Task.WhenAll(Enumerable.Range(0, Calls).Select(_ => shared.Crowd.CallAsync(new CallPlan { Pool = pool.Name, Stream = true })));

        output.WriteLine($"{fault}: {string.Join(", ", records.GroupBy(r => r.End).Select(g => $"{g.Count()} {g.Key}"))}");

        // The abort may overtake the first bytes on a busy machine: then the caller sees no status either.
        Assert.All(records, r => Assert.True(r is { End: CallEnd.BrokenOff, Status: 200 } or { End: CallEnd.NoAnswer }, $"{r.End} {r.Status} {r.Detail}"));
        Assert.InRange(records.Count(r => r.End == CallEnd.BrokenOff), Calls * 9 / 10, Calls);
        Assert.Equal(Calls, pool.Ids.Sum(id => shared.KeyOf(id).Count));
        await ServiceIsWellAsync(pool);
    }

    [Fact]
    public async Task Answers_that_never_end_or_unpack_to_mountains_do_not_grow_the_service()
    {
        var pool = await shared.PoolAsync(1, new { breaker_failures = 0, max_concurrent_requests = 4, max_retries = 0, first_byte_timeout = 20 });
        var key = shared.KeyOf(pool.Ids[0]);
        Step[] steps =
        [
            Step.Garbage(GarbageKind.GzipBomb, 64 << 20),
            Step.Garbage(GarbageKind.EndlessLine, 48 << 20),
            Step.Garbage(GarbageKind.InformationalFlood, 5_000),
            Step.Garbage(GarbageKind.HugeHeaders, 4 << 20),
            Step.Garbage(GarbageKind.BadChunkSize),
            Step.Large(48 << 20),
        ];
        await RunAsync();
        var before = shared.Service.ResidentBytes;
        var peak = before;
        for (var i = 0; i < 3; i++)
        {
            await RunAsync();
            peak = Math.Max(peak, shared.Service.ResidentBytes);
        }

        output.WriteLine($"resident {before >> 20} MiB after warm-up, at most {peak >> 20} MiB later");
        Assert.InRange(peak - before, long.MinValue, 64L << 20);
        key.Always(Step.Ok());
        Assert.Equal(200, (await shared.Crowd.CallAsync(new CallPlan { Pool = pool.Name })).Status);
        await ServiceIsWellAsync(pool);

        async Task RunAsync()
        {
            foreach (var step in steps)
            {
                key.Always(step);
                var records = await Task.WhenAll(Enumerable.Range(0, 4).Select(i => shared.Crowd.CallAsync(new CallPlan { Pool = pool.Name, Stream = i % 2 == 0 })));
                Assert.All(records, r => Assert.DoesNotContain(r.End, new[] { CallEnd.Hung, CallEnd.NoAnswer }));
            }
        }
    }

    private async Task ServiceIsWellAsync(TestPool pool)
    {
        Assert.True(shared.Service.IsRunning);
        Assert.Empty(shared.Service.Output.AlarmingLines);
        foreach (var id in pool.Ids)
        {
            var counters = await shared.Service.Admin.StatsAtRestAsync(id);
            Assert.Equal((0, 0), (counters.Current, counters.Queued));
        }
    }
}
