using MultiplexCluster.FakeProviders;
using MultiplexCluster.Faults.Callers;

namespace MultiplexCluster.Faults.Mixed;

/// <summary>Makes one call after the other, each drawn.</summary>
internal sealed class Caller(CallerCrowd crowd, Fleet fleet, Random random)
{
    private static readonly string?[] Priorities = [null, "high", "medium", "low"];

    public async Task<List<CallRecord>> WorkAsync(CancellationToken stop)
    {
        var records = new List<CallRecord>();
        while (!stop.IsCancellationRequested)
        {
            records.Add(await crowd.CallAsync(Draw(), CancellationToken.None));
            await Task.Delay(random.Next(0, 400), CancellationToken.None);
        }

        return records;
    }

    private CallPlan Draw()
    {
        var dialect = (ProviderDialect)random.Next(4);
        var own = fleet.Members.Where(m => m.Dialect == dialect).ToList();
        var plan = new CallPlan
        {
            Dialect = dialect,
            Stream = random.Next(100) < 40,
            Pinned = random.Next(100) < 25 ? own[random.Next(own.Count)].Id : null,
            Priority = Priorities[random.Next(Priorities.Length)],
            WaitSeconds = random.Next(100) < 20 ? random.Next(2, 20) / 10.0 : null,
        };
        return random.Next(100) switch
        {
            < 8 => plan with { LeavesAfter = TimeSpan.FromMilliseconds(random.Next(0, 30)) },
            < 14 => plan with { LeavesAfter = TimeSpan.FromMilliseconds(random.Next(30, 1500)) },
            < 19 => plan with { Stream = true, LeavesMidStream = true },
            _ => plan,
        };
    }
}
