using System.Diagnostics;
using MultiplexCluster.FakeProviders.Scripting;
using MultiplexCluster.Faults.Callers;
using Xunit;
using Xunit.Abstractions;

namespace MultiplexCluster.Faults.Tests;

[Collection(SharedServiceTests.Name)]
public sealed class CapTests(SharedService shared, ITestOutputHelper output)
{
    [Fact]
    public async Task Three_hundred_callers_never_exceed_five_slots_of_four_keys_and_use_them_all()
    {
        const int callers = 300, callsEach = 5, slots = 5;
        var latency = TimeSpan.FromMilliseconds(50);
        var pool = await shared.PoolAsync(4, new { max_concurrent_requests = slots, queue_size = 1000 });
        foreach (var id in pool.Ids)
        {
            shared.KeyOf(id).Always(Step.Ok().WithLatency(latency));
        }

        var plan = new CallPlan { Pool = pool.Name };
        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => shared.Crowd.CallAsync(plan)));
        var began = Stopwatch.GetTimestamp();
        var records = await Task.WhenAll(Enumerable.Range(0, callers).Select(async _ =>
        {
            var own = new List<CallRecord>();
            for (var i = 0; i < callsEach; i++)
            {
                own.Add(await shared.Crowd.CallAsync(plan));
            }

            return own;
        }));
        var took = Stopwatch.GetElapsedTime(began);

        var all = records.SelectMany(r => r).ToList();
        var ideal = latency * all.Count / (slots * pool.Ids.Count);
        var shares = pool.Ids.Select(id => all.Count(r => r.Endpoint == id)).ToList();
        output.WriteLine($"{all.Count} calls in {took.TotalSeconds:F2} s, ideal {ideal.TotalSeconds:F2} s: {took / ideal:F2} times; spread {string.Join(' ', shares)}");
        Assert.All(all, r => Assert.Equal((CallEnd.Answered, 200), (r.End, r.Status)));
        Assert.All(pool.Ids, id => Assert.Equal(slots, shared.KeyOf(id).MaxInFlight));
        Assert.All(shares, share => Assert.InRange(share, all.Count / 4 * 0.9, all.Count / 4 * 1.1));

        // 1.3 on a quiet machine. The bound leaves room for a busy one.
        Assert.InRange(took / ideal, 0.9, 3);
    }
}
