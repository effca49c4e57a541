using MultiplexCluster.EndToEnd.Measuring;

namespace MultiplexCluster.EndToEnd.Load;

/// <summary>How a load is laid out.</summary>
/// <param name="Connections">Keep-alive connections, each with one exchange at a time.</param>
internal sealed record LoadShape(int Connections)
{
    /// <summary>Time over which the connections begin, evenly. Default: all at once.</summary>
    public TimeSpan Spread { get; init; }

    /// <summary>Where exchanges are counted; loads that count together share one.</summary>
    public CurrentTally Tally { get; init; } = new();
}
