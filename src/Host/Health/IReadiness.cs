namespace MultiplexCluster.Host.Health;

/// <summary>Whether the node takes traffic.</summary>
public interface IReadiness
{
    /// <summary>Ready, or why not (no secrets: anyone may read it). Answers of now, within about a second.</summary>
    ValueTask<(bool Ready, string? Why)> CheckAsync(CancellationToken ct);
}
