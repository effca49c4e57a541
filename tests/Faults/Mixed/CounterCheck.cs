using MultiplexCluster.FakeProviders;
using MultiplexCluster.Faults.Callers;
using MultiplexCluster.Faults.Service;

namespace MultiplexCluster.Faults.Mixed;

/// <summary>Invariant 2: what the service counted is what its callers got. Of a caller who left only bounds are known.</summary>
public static class CounterCheck
{
    private static readonly string[] Refusals = ["queue_full", "all_endpoints_cooling_down", "no_endpoint_available", "queue_timeout"];

    /// <summary>Each violation as a sentence.</summary>
    public static IEnumerable<string> Violations(RoundLog log)
    {
        var left = log.Callers.Where(c => c.End == CallEnd.Left).ToList();
        var sum = default(EndpointCounters);
        var seen = 0;
        foreach (var (endpoint, counted) in log.Service)
        {
            sum += counted;
            var answered = log.Callers.Where(c => c.Endpoint == endpoint && c.End != CallEnd.Left).ToList();
            var (ok, failed, refused) = (answered.Count(c => c.Succeeded), answered.Count(Failed), answered.Count(Refused));
            seen += ok + failed + refused;
            var faults = new[]
            {
                Outside("successful", counted.Successful, ok, left.Count),
                Outside("failed", counted.Failed, failed, left.Count),
                Outside("rejected", counted.Rejected, refused, left.Count),
                Outside("cancelled", counted.Cancelled, 0, left.Count),
                counted.Total == counted.Successful + counted.Failed + counted.Cancelled ? null : $"total {counted.Total} is not the sum",
                counted is { Current: 0, Queued: 0 } ? null : $"{counted.Current} run and {counted.Queued} wait at rest",
            };
            foreach (var fault in faults.OfType<string>())
            {
                yield return $"counters of {endpoint}: {fault}";
            }
        }

        // Who left but reached a provider has been counted; where an endpoint comes and goes, perhaps there.
        var reached = log.Provider.SelectMany(c => c.Header("X-Request-Id")).ToHashSet();
        var surely = left.Count(c => c.Plan.Dialect != ProviderDialect.Groq && !log.MayBeUncounted(c) && reached.Contains(c.RequestId));
        if (Outside("requests", sum.Total + sum.Rejected, seen + surely, left.Count - surely) is { } wrong)
        {
            yield return $"counters of all: {wrong} ({left.Count} callers left)";
        }
    }

    private static bool Refused(CallRecord record) => Refusals.Contains(record.Code);

    private static bool Failed(CallRecord record) =>
        record.End == CallEnd.BrokenOff
        || (record is { End: CallEnd.Answered, Status: >= 300 } && record.Code is null or "upstream_error" or "upstream_timeout");

    private static string? Outside(string what, long counted, long least, long slack) =>
        counted >= least && counted <= least + slack ? null : $"{counted} {what}, callers saw {least} (and up to {slack} more)";
}
