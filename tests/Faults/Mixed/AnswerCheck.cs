using MultiplexCluster.FakeProviders.Counting;
using MultiplexCluster.Faults.Callers;

namespace MultiplexCluster.Faults.Mixed;

/// <summary>Invariants 2 and 3: one final answer for each request, and nothing tried again once it has begun.</summary>
public static class AnswerCheck
{
    /// <summary>Each violation as a sentence.</summary>
    public static IEnumerable<string> Violations(RoundLog log)
    {
        var calls = log.Provider
            .SelectMany(call => call.Header("X-Request-Id").Select(id => (Id: id, Call: call)))
            .ToLookup(pair => pair.Id, pair => pair.Call, StringComparer.Ordinal);
        foreach (var record in log.Callers)
        {
            var made = calls[record.RequestId].ToList();
            if (record.End is CallEnd.Hung or CallEnd.EndedShort || (record.End is CallEnd.NoAnswer && !BrokeInStream(made)))
            {
                yield return $"answer of {record.RequestId}: {record.End}, status {record.Status}, {record.Plan}, {record.Detail}";
            }

            if (record.Attempts is { } said && made.Count > said)
            {
                yield return $"attempts of {record.RequestId}: the caller was told {said}, the provider saw {made.Count}";
            }

            if (record is { Status: >= 200 and < 300, FirstByteAt: { } firstByte } && made.Exists(c => c.StartedAt > firstByte))
            {
                yield return $"retry of {record.RequestId}: a call began after the caller had its first byte";
            }

            if (record.Code is "invalid_request" or "unknown_route" or "request_too_large")
            {
                yield return $"answer of {record.RequestId}: {record.Detail}";
            }
        }
    }

    // A stream that breaks right after its first bytes may be cut before they have reached the caller: an error all the same.
    private static bool BrokeInStream(List<RecordedCall> made) =>
        made.LastOrDefault()?.Step is { } step && (step.Cut is not null || step.OmitTerminal || step.Nonsense is not null);
}
