using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using MultiplexCluster.Contracts.Identity;
using MultiplexCluster.Contracts.Secrets;
using MultiplexCluster.Core.Secrets;

namespace MultiplexCluster.Actors.Workers;

/// <summary>The keys this node has opened: one per endpoint, until it is rotated or the endpoint is gone. Shared by all workers of a node.</summary>
internal sealed class OpenedKeys(KeySealer sealer)
{
    private readonly ConcurrentDictionary<EndpointId, (SealedKey Sealed, ApiKey Key)> _opened = [];

    /// <summary>How many are kept.</summary>
    public int Count => _opened.Count;

    /// <summary>Opens a key; false when it was sealed elsewhere or for another endpoint.</summary>
    public bool TryOpen(EndpointId endpoint, SealedKey box, [NotNullWhen(true)] out ApiKey? key)
    {
        if (_opened.TryGetValue(endpoint, out var known) && IsSame(known.Sealed, box))
        {
            key = known.Key;
            return true;
        }

        if (!sealer.TryUnseal(box, endpoint, out key))
        {
            return false;
        }

        _opened[endpoint] = (box, key);
        return true;
    }

    /// <summary>The endpoint is gone.</summary>
    public void Forget(EndpointId endpoint) => _opened.TryRemove(endpoint, out _);

    // A permit from another node brings its own copy of the box.
    private static bool IsSame(SealedKey known, SealedKey box) =>
        ReferenceEquals(known, box) || (known.Version == box.Version && known.Bytes.Span.SequenceEqual(box.Bytes.Span));
}
