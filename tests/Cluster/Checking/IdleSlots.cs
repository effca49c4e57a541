using MultiplexCluster.FakeProviders.Counting;

namespace MultiplexCluster.Cluster.Checking;

/// <summary>How long slots of a key stood idle, from the provider's own log.</summary>
public static class IdleSlots
{
    /// <summary>
    /// The longest time for which one of so many slots was idle between two moments. A call takes the slot that is idle for longest.
    /// </summary>
    public static TimeSpan Longest(IEnumerable<RecordedCall> calls, int slots, TimeSpan from, TimeSpan to)
    {
        ArgumentNullException.ThrowIfNull(calls);
        var changes = calls.SelectMany(c => new[] { (At: c.StartedAt, IsStart: true), (At: c.EndedAt ?? TimeSpan.MaxValue, IsStart: false) })
            .Where(c => c.At <= to).OrderBy(c => c.At).ThenBy(c => c.IsStart);
        var (idleSince, longest) = (new Queue<TimeSpan>(Enumerable.Repeat(from, slots)), TimeSpan.Zero);
        foreach (var (at, isStart) in changes)
        {
            if (!isStart)
            {
                idleSince.Enqueue(Max(at, from));
            }
            else if (idleSince.TryDequeue(out var since))
            {
                longest = Max(longest, at - since);
            }
        }

        return idleSince.Select(since => to - since).Append(longest).Max();
    }

    private static TimeSpan Max(TimeSpan one, TimeSpan other) => one > other ? one : other;
}
