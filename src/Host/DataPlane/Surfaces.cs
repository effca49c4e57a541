using MultiplexCluster.Providers.Codecs;

namespace MultiplexCluster.Host.DataPlane;

/// <summary>The native surfaces by the prefixes they are mounted at.</summary>
internal sealed class Surfaces
{
    private readonly (string Root, IProviderCodec Codec)[] _surfaces;

    internal Surfaces(IEnumerable<IProviderCodec> codecs) =>
        _surfaces = [.. codecs.Select(codec => (RootOf(codec.SurfacePrefix), codec))];

    /// <summary>
    /// The surface of a request target as it stands on the wire, or null. The same text is matched, checked and
    /// forwarded: nothing decodes it in between. Whatever begins with the prefix's first segment, in any case, belongs to
    /// the surface: who has forgotten the rest gets an error in the provider's own shape.
    /// </summary>
    internal IProviderCodec? Match(string target)
    {
        foreach (var (root, codec) in _surfaces)
        {
            if (target.StartsWith(root, StringComparison.OrdinalIgnoreCase)
                && (target.Length == root.Length || target[root.Length] is '/' or '?'))
            {
                return codec;
            }
        }

        return null;
    }

    private static string RootOf(string prefix) => prefix.IndexOf('/', 1) is > 0 and var end ? prefix[..end] : prefix;
}
