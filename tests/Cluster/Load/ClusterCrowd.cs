using System.Collections.Concurrent;
using MultiplexCluster.Cluster.Nodes;
using MultiplexCluster.Faults.Callers;

namespace MultiplexCluster.Cluster.Load;

/// <summary>Callers of all nodes. <see cref="CallRecord.Crowd"/> is the name of the node that was called.</summary>
public sealed class ClusterCrowd(Func<IReadOnlyList<ClusterNode>> nodes, Func<TimeSpan> clock) : IDisposable
{
    private readonly ConcurrentDictionary<int, CallerCrowd> _crowds = new();
    private int _turn;

    /// <summary>How long a call without an answer counts as hung. Default 60 s.</summary>
    public TimeSpan HungAfter { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>Makes a call at a node; whatever happens is in the record.</summary>
    public Task<CallRecord> CallAsync(ClusterNode node, CallPlan plan, CancellationToken leave = default)
    {
        ArgumentNullException.ThrowIfNull(node);
        return _crowds.GetOrAdd(node.Number, _ => new CallerCrowd(node.Address, clock: clock, hungAfter: HungAfter, name: node.Name)).CallAsync(plan, leave);
    }

    /// <summary>Makes a call at the next node in rotation.</summary>
    public Task<CallRecord> CallAsync(CallPlan plan, CancellationToken leave = default)
    {
        var rotation = nodes().Where(n => n.InRotation).ToList();
        return CallAsync(rotation[(int)((uint)Interlocked.Increment(ref _turn) % rotation.Count)], plan, leave);
    }

    /// <summary>So many callers, spread evenly over the nodes in rotation, each making so many calls one after the other.</summary>
    public async Task<IReadOnlyList<CallRecord>> CallersAsync(int callers, int callsEach, Func<int, CallPlan> plan)
    {
        var rotation = nodes().Where(n => n.InRotation).ToList();
        var records = await Task.WhenAll(Enumerable.Range(0, callers).Select(async caller =>
        {
            var own = new List<CallRecord>();
            for (var i = 0; i < callsEach; i++)
            {
                own.Add(await CallAsync(rotation[caller % rotation.Count], plan((caller * callsEach) + i)));
            }

            return own;
        }));
        return [.. records.SelectMany(r => r)];
    }

    /// <summary>Calls at a steady rate, each at the next node in rotation, until the load is stopped; nobody waits for anybody.</summary>
    public RunningLoad StartRate(double perSecond, Func<int, CallPlan> plan) => RunningLoad.Rate(perSecond, i => CallAsync(plan(i)));

    /// <summary>So many callers, spread over the nodes in rotation call by call, each making one call after the other until the load is stopped.</summary>
    public RunningLoad StartCallers(int callers, Func<int, CallPlan> plan, TimeSpan pause = default) => RunningLoad.Callers(callers, pause, i => CallAsync(plan(i)));

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var crowd in _crowds.Values)
        {
            crowd.Dispose();
        }
    }
}
