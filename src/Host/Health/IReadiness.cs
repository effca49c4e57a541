namespace MultiplexCluster.Host.Health;

/// <summary>Whether the node takes traffic.</summary>
public interface IReadiness
{
    /// <summary>Ready, or why not (no secrets: anyone may read it). Quick: nothing is awaited.</summary>
    (bool Ready, string? Why) Check();
}
