namespace MultiplexCluster.Cluster.Scenarios;

/// <summary>What is watched beside a scenario's own load while a node is away, so that each such thing needs no outage of its own.</summary>
public interface IBesideOutage
{
    /// <summary>All nodes are there, for two seconds and longer.</summary>
    Task BeforeAsync();

    /// <summary>The node goes as soon as this completes.</summary>
    Task JustBeforeAsync();

    /// <summary>The node has gone. It comes back meanwhile, after as long as the scenario says; the scenario ends no sooner than this.</summary>
    Task MeanwhileAsync();
}
