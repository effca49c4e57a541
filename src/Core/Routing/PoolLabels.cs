namespace MultiplexCluster.Core.Routing;

/// <summary>What is said to a caller who names a pool that no endpoint is in.</summary>
public static class PoolLabels
{
    /// <summary>At most so many are named.</summary>
    public const int MostNamed = 20;

    /// <summary>Why a label is refused.</summary>
    /// <param name="label">What was asked for.</param>
    /// <param name="labels">Those there are, in ordinal order.</param>
    public static string Unknown(string label, IReadOnlyList<string> labels)
    {
        ArgumentNullException.ThrowIfNull(labels);
        var there = labels.Count == 0
            ? "no endpoint has a pool label; leave the header out"
            : "there are " + Listed.Of(labels, MostNamed);
        return $"no endpoint has the pool label '{label}' of X-Multiplex-Pool: {there}";
    }
}
