using System.Globalization;
using MultiplexCluster.Cluster.Nodes;
using MultiplexCluster.FakeProviders.Counting;
using MultiplexCluster.Faults.Callers;
using MultiplexCluster.Faults.Mixed;
using MultiplexCluster.Faults.Secrecy;
using MultiplexCluster.Faults.Service;

namespace MultiplexCluster.Cluster.Checking;

/// <summary>
/// Compares the three logs of a pool's whole life: what its callers saw, what the provider saw, and what the cluster
/// counted. It checks the cap, the cooldowns, one final answer for each request, and that the counters add up.
/// </summary>
/// <remarks>
/// A call at a node that was killed or frozen while it ran may have been cut; from what was reported shortly before the
/// kill, counts may be missing. Both are taken from the nodes' <see cref="ClusterNode.Outages"/>. A node that was asked
/// to end is excused from nothing but calls that began after that and found nobody.
/// </remarks>
public static class InvariantCheck
{
    /// <summary>What a killed node had answered this shortly before may be uncounted: 500 ms by design, more on a busy machine.</summary>
    private static readonly TimeSpan MayBeUncounted = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>
    /// Waits until the pool is at rest and checks; <paramref name="calls"/> are all that were ever made on it. Of calls that
    /// <paramref name="isUnreported"/> names the cluster may have heard nothing, as their node was cut off: it counts them as failed.
    /// </summary>
    public static async Task<CheckReport> RunAsync(
        TestCluster cluster, TestPool pool, IReadOnlyList<CallRecord> calls, Func<CallRecord, bool>? isUnreported = null)
    {
        ArgumentNullException.ThrowIfNull(cluster);
        ArgumentNullException.ThrowIfNull(pool);
        var violations = new List<string>();
        var limits = new List<AdminChange>();
        var counted = new Dictionary<string, EndpointCounters>();
        var nodes = await cluster.ReadyNodesAsync();
        foreach (var id in pool.Ids)
        {
            await cluster.KeyOf(id).WaitForInFlightAsync(0, Patience);
            counted[id] = await nodes[0].Admin.StatsAtRestAsync(id, (int)Patience.TotalMilliseconds);
            violations.AddRange(await DifferencesAsync(nodes, id, counted[id]));
            var limit = (await nodes[0].Admin.GetAsync(id)).Json.GetProperty("max_concurrent_requests").GetInt32();
            limits.Add(new AdminChange(id, ChangeKind.Create, limit, TimeSpan.Zero, TimeSpan.Zero, 201));
        }

        var endpoints = pool.Ids.ToDictionary(SecretWatch.Key, id => id, StringComparer.Ordinal);
        var outages = cluster.Nodes.SelectMany(n => n.Outages).ToList();
        RoundLog Log(Func<CallRecord, bool> isUnsure) => new()
        {
            Callers = [.. calls.Select(c => isUnsure(c) ? c with { End = CallEnd.Left } : c)],
            Provider = [.. cluster.Provider.AllCalls.Where(c => endpoints.ContainsKey(c.Key))],
            Service = counted,
            Changes = limits,
            EndpointOf = endpoints.GetValueOrDefault,
            MayBeUncounted = c => MayBeLost(c, outages),
        };

        var answers = Log(c => IsExcused(c, outages));
        violations.AddRange([.. CapCheck.Violations(answers), .. CooldownCheck.Violations(answers), .. AnswerCheck.Violations(answers)]);
        violations.AddRange(CounterCheck.Violations(Log(c => IsExcused(c, outages) || MayBeLost(c, outages) || isUnreported?.Invoke(c) == true)));
        return new CheckReport(calls, answers.Provider, counted, pool.Ids.ToDictionary(id => id, id => cluster.KeyOf(id).MaxInFlight), violations);
    }

    /// <summary>Any ready node must say the same of an endpoint at rest.</summary>
    private static async Task<IReadOnlyList<string>> DifferencesAsync(IReadOnlyList<ClusterNode> nodes, string id, EndpointCounters counted)
    {
        var differences = new List<string>();
        foreach (var node in nodes)
        {
            if (await node.Admin.StatsAtRestAsync(id) is var other && other != counted)
            {
                differences.Add($"counters of {id}: {node} says {other}, {nodes[0]} said {counted}");
            }
        }

        return differences;
    }

    private static bool IsExcused(CallRecord call, IReadOnlyList<Outage> outages) =>
        call.End is CallEnd.NoAnswer or CallEnd.BrokenOff or CallEnd.Hung
        && outages.Any(o => o.Node == call.Crowd && o.Overlaps(call.StartedAt, call.StartedAt + call.Took)
            && (o.Cause is not OutageCause.Terminated || (call.End is CallEnd.NoAnswer && call.StartedAt > o.From)));

    private static bool MayBeLost(CallRecord call, IReadOnlyList<Outage> outages) => outages.Any(o =>
        o.Node == call.Crowd && o.Cause is not OutageCause.Terminated && o.Overlaps(call.StartedAt, call.StartedAt + call.Took + MayBeUncounted));
}

/// <summary>What a check came to.</summary>
/// <param name="Calls">What the callers saw.</param>
/// <param name="Provider">What the provider saw.</param>
/// <param name="Counted">What the cluster counted, by endpoint.</param>
/// <param name="Peaks">Most calls ever in flight at once, by endpoint.</param>
/// <param name="Violations">Each broken invariant.</param>
public sealed record CheckReport(
    IReadOnlyList<CallRecord> Calls, IReadOnlyList<RecordedCall> Provider, IReadOnlyDictionary<string, EndpointCounters> Counted,
    IReadOnlyDictionary<string, int> Peaks, IReadOnlyList<string> Violations)
{
    private const int MostShown = 20;

    /// <summary>The figures and the violations.</summary>
    public string Summary
    {
        get
        {
            IEnumerable<string> lines =
            [
                string.Create(CultureInfo.InvariantCulture, $"{Calls.Count} calls, {Provider.Count} attempts at the provider, slowest {Slowest.TotalSeconds:F2} s"),
                .. Calls.GroupBy(Describe).OrderByDescending(g => g.Count()).Select(g => string.Create(CultureInfo.InvariantCulture, $"  {g.Key,-40} {g.Count(),6}")),
                .. Counted.Select(c => string.Create(CultureInfo.InvariantCulture, $"  {c.Key}: at most {Peaks[c.Key]} in flight; {c.Value}")),
                string.Create(CultureInfo.InvariantCulture, $"violations {Violations.Count}"),
                .. Violations.Take(MostShown).Select(v => "  " + v),
            ];
            return string.Join(Environment.NewLine, lines);
        }
    }

    private TimeSpan Slowest => Calls.Select(c => c.Took).DefaultIfEmpty().Max();

    private static string Describe(CallRecord call) => call switch
    {
        { Succeeded: true } => $"{call.Crowd} succeeded",
        { End: CallEnd.Answered } => string.Create(CultureInfo.InvariantCulture, $"{call.Crowd} {call.Status} {call.Code}"),
        _ => $"{call.Crowd} {call.End}",
    };
}
