using MultiplexCluster.Contracts.Endpoints;
using MultiplexCluster.Contracts.Identity;

namespace MultiplexCluster.Providers.Relay;

/// <summary>
/// Remembers which endpoint's account holds which object (file, batch, stored response …), on all nodes and over restarts,
/// up to a bound. From any thread.
/// </summary>
public interface IObjectBook
{
    /// <summary>
    /// The endpoint whose account holds the object; null where that is not known, or could not be learned within a few
    /// seconds. Completes at once for what this node noted or found lately. Throws only when cancelled.
    /// </summary>
    /// <param name="provider">Whose object.</param>
    /// <param name="id">Its id, as the provider writes it.</param>
    /// <param name="cancel">Ends the waiting.</param>
    ValueTask<EndpointId?> FindAsync(ProviderKind provider, string id, CancellationToken cancel);

    /// <summary>The object lives in that endpoint's account. At once known on this node, soon on the others. Neither throws nor blocks.</summary>
    void Note(ProviderKind provider, string id, EndpointId endpoint);
}
