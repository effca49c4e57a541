namespace MultiplexCluster.Core.Leases;

/// <summary>
/// How long a node may act after most voters last acknowledged it. The order matters: a node stops granting before it
/// breaks off its calls, and it has broken them off before others count them as ended. All of it is shorter than the
/// failure detector and the split-brain resolver take together, so that a takeover seldom waits for it.
/// </summary>
public static class LeaseTimes
{
    /// <summary>Between two rounds of pings.</summary>
    public static readonly TimeSpan Round = TimeSpan.FromSeconds(1);

    /// <summary>A node's endpoints grant, from the sending of the ping that was acknowledged.</summary>
    public static readonly TimeSpan Grant = TimeSpan.FromSeconds(5);

    /// <summary>A node's calls run.</summary>
    public static readonly TimeSpan Call = TimeSpan.FromSeconds(8);

    /// <summary>Others take a node's calls for ended, from the moment one of them last acknowledged it.</summary>
    public static readonly TimeSpan Ended = TimeSpan.FromSeconds(10);

    /// <summary>How long a voter that has just come may take to acknowledge others.</summary>
    public static readonly TimeSpan Newcomer = TimeSpan.FromSeconds(3);

    /// <summary>How long a node that has departed is told of.</summary>
    public static readonly TimeSpan Remembered = TimeSpan.FromMinutes(2);
}
