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

    /// <summary>
    /// A background response was made and its maker ended without having been told its tokens: the first read that is told
    /// them books them. Said again it changes nothing. Neither throws nor blocks.
    /// </summary>
    void NoteUnbooked(ProviderKind provider, string id);

    /// <summary>
    /// A read was told a response's tokens: true where it must book them, which over all nodes one read hears at most; false
    /// where there is nothing to book, and where nobody could say within a few seconds. Doesn't throw.
    /// </summary>
    ValueTask<bool> TakeUsageAsync(ProviderKind provider, string id);
}
