using MultiplexCluster.FakeProviders.Counting;

namespace MultiplexCluster.Host.Tests.Features;

/// <summary>How far the slots of keys were used, as the provider saw it.</summary>
internal static class SlotUse
{
    /// <summary>Of the time that so many slots had between two moments, the part in which calls held them: 0 – 1.</summary>
    public static double Of(IEnumerable<RecordedCall> calls, int slots, TimeSpan from, TimeSpan to) =>
        calls.Sum(call => Math.Max(0, (Earlier(call.EndedAt ?? to, to) - Later(call.StartedAt, from)).TotalSeconds)) / ((to - from).TotalSeconds * slots);

    /// <summary>The first moment, not before this one, at which so many calls were in flight.</summary>
    public static TimeSpan FirstMoment(IEnumerable<RecordedCall> calls, int inFlight, TimeSpan from)
    {
        var all = calls.ToList();
        var running = 0;
        foreach (var (at, by) in all.Select(c => (At: c.StartedAt, By: 1)).Concat(all.Select(c => (At: c.EndedAt ?? TimeSpan.MaxValue, By: -1))).OrderBy(c => c))
        {
            running += by;
            if (running >= inFlight && at >= from)
            {
                return at;
            }
        }

        throw new InvalidOperationException($"never were {inFlight} in flight");
    }

    private static TimeSpan Earlier(TimeSpan one, TimeSpan other) => one < other ? one : other;

    private static TimeSpan Later(TimeSpan one, TimeSpan other) => one > other ? one : other;
}
