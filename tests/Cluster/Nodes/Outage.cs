namespace MultiplexCluster.Cluster.Nodes;

/// <summary>A time in which a node was not to be relied on, by the cluster's clock.</summary>
/// <param name="Node">Its name.</param>
/// <param name="From">When it was killed, frozen or asked to end.</param>
/// <param name="To">When it was ready again; null: not yet.</param>
/// <param name="Cause">Why.</param>
public sealed record Outage(string Node, TimeSpan From, TimeSpan? To, OutageCause Cause)
{
    /// <summary>Whether a span overlaps it.</summary>
    public bool Overlaps(TimeSpan from, TimeSpan to) => to >= From && (To is null || from <= To);
}

/// <summary>Why a node was not to be relied on.</summary>
public enum OutageCause
{
    /// <summary>kill -9.</summary>
    Killed,

    /// <summary>SIGTERM: nothing may be lost by it.</summary>
    Terminated,

    /// <summary>SIGSTOP.</summary>
    Frozen,

    /// <summary>It ended its process itself.</summary>
    Ended,
}
