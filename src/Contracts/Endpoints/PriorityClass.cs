namespace MultiplexCluster.Contracts.Endpoints;

/// <summary>
/// A request's priority and an endpoint's tier share these three classes. The numbers order them (lower is served
/// first) and are stored and sent.
/// </summary>
public enum PriorityClass
{
    /// <summary>Served with weight 8.</summary>
    High = 0,

    /// <summary>Served with weight 4; the default.</summary>
    Medium = 1,

    /// <summary>Served with weight 1.</summary>
    Low = 2,
}
