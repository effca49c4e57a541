namespace MultiplexCluster.Contracts.Identity;

/// <summary>
/// Names one attempt of one request, unique over all nodes and restarts. Asking again with the same id is
/// the same question: endpoints answer it with the same permit.
/// </summary>
/// <param name="Router">The router that asks.</param>
/// <param name="Sequence">The request's number at that router, from 1.</param>
/// <param name="Attempt">The attempt, from 1.</param>
public readonly record struct CallId(RouterId Router, long Sequence, int Attempt)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Router}/{Sequence}.{Attempt}";
}
