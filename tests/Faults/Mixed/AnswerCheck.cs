using MultiplexCluster.Faults.Callers;

namespace MultiplexCluster.Faults.Mixed;

/// <summary>Invariants 2 and 3: one final answer for each request, and nothing tried again once it has begun.</summary>
internal static class AnswerCheck
{
    public static IEnumerable<string> Violations(RoundLog log)
    {
        var calls = log.Provider
            .SelectMany(call => call.Header("X-Request-Id").Select(id => (Id: id, Call: call)))
            .ToLookup(pair => pair.Id, pair => pair.Call, StringComparer.Ordinal);
        foreach (var record in log.Callers)
        {
            if (record.End is CallEnd.Hung or CallEnd.NoAnswer or CallEnd.EndedShort)
            {
                yield return $"answer of {record.RequestId}: {record.End}, status {record.Status}, {record.Plan}, {record.Detail}";
            }

            var made = calls[record.RequestId].ToList();
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
}
