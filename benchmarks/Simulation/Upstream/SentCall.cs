namespace MultiplexCluster.Simulation.Upstream;

/// <summary>A call as its provider saw it come.</summary>
/// <param name="At">When.</param>
/// <param name="Tokens">What it used, or would have.</param>
/// <param name="IsRefused">It was answered 429.</param>
internal readonly record struct SentCall(TimeSpan At, long Tokens, bool IsRefused)
{
    /// <summary>The most that came within any time of this length.</summary>
    public static long MostIn(IReadOnlyList<SentCall> calls, TimeSpan length, Func<SentCall, long> amount)
    {
        var (most, sum, first) = (0L, 0L, 0);
        foreach (var call in calls)
        {
            sum += amount(call);
            while (calls[first].At <= call.At - length)
            {
                sum -= amount(calls[first++]);
            }

            most = Math.Max(most, sum);
        }

        return most;
    }
}
