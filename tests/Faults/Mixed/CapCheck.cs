using System.Globalization;
using MultiplexCluster.FakeProviders.Counting;

namespace MultiplexCluster.Faults.Mixed;

/// <summary>Invariant 1: no call begins on a key that has as many in flight as it may.</summary>
public static class CapCheck
{
    /// <summary>An end that the service caused is noticed by the fake when its thread gets a turn.</summary>
    private static readonly TimeSpan Noticing = TimeSpan.FromMilliseconds(300);

    // A permit given out just before a limit went down may become a call just after.
    private static readonly TimeSpan OnItsWay = TimeSpan.FromSeconds(1);

    /// <summary>Each violation as a sentence.</summary>
    public static IEnumerable<string> Violations(RoundLog log)
    {
        foreach (var calls in log.Provider.GroupBy(c => c.Key))
        {
            if (log.EndpointOf(calls.Key) is not { } endpoint)
            {
                yield return $"a call came with the unknown key '{calls.Key}'";
                continue;
            }

            var limits = log.Changes.Where(c => c.Endpoint == endpoint && c.Limit is not null && c.Status < 300).ToList();
            foreach (var (call, running) in Overfull(calls, at => LimitAt(limits, at)))
            {
                yield return string.Create(CultureInfo.InvariantCulture,
                    $"cap of {endpoint}: {running} in flight at {call.StartedAt.TotalSeconds:F3} s, limit {LimitAt(limits, call.StartedAt)}; changes {Around(log, endpoint, call.StartedAt)}");
            }
        }
    }

    /// <summary>What was done to the endpoint shortly before and after.</summary>
    private static string Around(RoundLog log, string endpoint, TimeSpan at) => string.Join(", ", log.Changes
        .Where(c => c.Endpoint == endpoint && c.Answered > at - TimeSpan.FromSeconds(5) && c.Sent < at + OnItsWay)
        .Select(c => string.Create(CultureInfo.InvariantCulture, $"{c.Kind} {c.Limit} {c.Sent.TotalSeconds:F3}-{c.Answered.TotalSeconds:F3} s: {c.Status}")));

    private static IEnumerable<(RecordedCall Call, int Running)> Overfull(IEnumerable<RecordedCall> calls, Func<TimeSpan, int> limitAt)
    {
        var ends = new PriorityQueue<int, TimeSpan>();
        foreach (var call in calls.OrderBy(c => c.StartedAt))
        {
            while (ends.TryPeek(out _, out var end) && end <= call.StartedAt)
            {
                ends.Dequeue();
            }

            ends.Enqueue(0, EndOf(call));
            if (ends.Count > limitAt(call.StartedAt))
            {
                yield return (call, ends.Count);
            }
        }
    }

    private static TimeSpan EndOf(RecordedCall call)
    {
        var end = call.EndedAt ?? TimeSpan.MaxValue;
        return call.Ending == CallEnding.ClientLeft ? end - Noticing : end;
    }

    /// <summary>The highest limit that may have been in force when a call that starts then was granted.</summary>
    private static int LimitAt(List<AdminChange> limits, TimeSpan at) => limits
        .Where((change, i) => change.Sent <= at && (i + 1 == limits.Count || limits[i + 1].Answered + OnItsWay > at))
        .Select(change => change.Limit!.Value)
        .DefaultIfEmpty(0)
        .Max();
}
