using System.Globalization;
using MultiplexCluster.FakeProviders.Counting;
using MultiplexCluster.Faults.Callers;

namespace MultiplexCluster.Faults.Mixed;

/// <summary>Invariant 3, first half: no call begins on a key inside the cooldown that its provider asked for.</summary>
public static class CooldownCheck
{
    /// <summary>What was granted before the answer was heard may still begin.</summary>
    private static readonly TimeSpan Settle = TimeSpan.FromMilliseconds(250);

    /// <summary>Each violation as a sentence.</summary>
    public static IEnumerable<string> Violations(RoundLog log)
    {
        var left = log.Callers.Where(c => c.End == CallEnd.Left).Select(c => c.RequestId).ToHashSet();
        foreach (var calls in log.Provider.GroupBy(c => c.Key))
        {
            var starts = calls.ToList();
            var interventions = log.Changes
                .Where(c => c.Endpoint == log.EndpointOf(calls.Key) && c.Kind is ChangeKind.ResetBackoff or ChangeKind.Delete)
                .ToList();
            foreach (var limited in starts.Where(c => Heard(c, left)))
            {
                var (from, to) = (limited.EndedAt!.Value + Settle, limited.EndedAt.Value + DelayOf(limited)!.Value);
                var early = starts.FirstOrDefault(c => c.StartedAt > from && c.StartedAt < to);
                if (early is not null && !interventions.Exists(i => i.Sent < to && i.Answered > limited.StartedAt))
                {
                    yield return string.Create(CultureInfo.InvariantCulture,
                        $"cooldown of {log.EndpointOf(calls.Key)}: asked for at {limited.EndedAt.Value.TotalSeconds:F3} s until {to.TotalSeconds:F3} s, called at {early.StartedAt.TotalSeconds:F3} s");
                }
            }
        }
    }

    // An answer nobody waited for any more was not heard.
    private static bool Heard(RecordedCall call, HashSet<string> left) =>
        call.Step is { StatusCode: 429 } && call.Ending == CallEnding.Answered && DelayOf(call) is not null
        && !call.Header("X-Request-Id").Any(left.Contains);

    private static TimeSpan? DelayOf(RecordedCall call)
    {
        foreach (var line in call.Step!.Headers)
        {
            var parts = line.Split(": ");
            var number = double.TryParse(parts[1], CultureInfo.InvariantCulture, out var n) ? n : (double?)null;
            switch (parts[0])
            {
                case "Retry-After": return number is { } s ? TimeSpan.FromSeconds(s) : null;
                case "retry-after-ms": return number is { } ms ? TimeSpan.FromMilliseconds(ms) : null;
                default: break;
            }
        }

        return null;
    }
}
