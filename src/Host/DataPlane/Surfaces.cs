using MultiplexCluster.Contracts.Endpoints;
using MultiplexCluster.Providers.Codecs;

namespace MultiplexCluster.Host.DataPlane;

/// <summary>The surfaces by the prefixes they are mounted at.</summary>
internal sealed class Surfaces
{
    private readonly Surface[] _surfaces;

    internal Surfaces(IReadOnlyList<IProviderCodec> codecs) => _surfaces =
    [
        .. codecs.Select(codec => new NativeSurface(codec)),
        .. codecs.Where(codec => codec.Provider == ProviderKind.OpenAi).Select(codec => new UnifiedSurface(codec)),
    ];

    /// <summary>
    /// The surface of a request target as it stands on the wire, or null. The same text is matched, checked and
    /// forwarded: nothing decodes it in between. Whatever begins with the prefix's first segment, in any case, belongs to
    /// the surface: who has forgotten the rest gets an error in the provider's own shape.
    /// </summary>
    internal Surface? Match(string target)
    {
        foreach (var surface in _surfaces)
        {
            var root = surface.Root;
            if (target.StartsWith(root, StringComparison.OrdinalIgnoreCase)
                && (target.Length == root.Length || target[root.Length] is '/' or '?'))
            {
                return surface;
            }
        }

        return null;
    }
}
