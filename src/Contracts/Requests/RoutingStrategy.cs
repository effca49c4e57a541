namespace MultiplexCluster.Contracts.Requests;

/// <summary>How one of several endpoints that could start a request is chosen. Without a free slot all choose alike: the shortest queue.</summary>
public enum RoutingStrategy
{
    /// <summary>Fewest calls in flight over weight.</summary>
    LeastLoaded,

    /// <summary>In turns, each as often as its weight says.</summary>
    Weighted,

    /// <summary>The least recently used.</summary>
    RoundRobin,

    /// <summary>The less loaded of two drawn at random.</summary>
    PowerOfTwo,

    /// <summary>The shortest time to the first byte of late.</summary>
    LowestLatency,
}
