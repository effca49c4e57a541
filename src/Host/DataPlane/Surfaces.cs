using MultiplexCluster.Providers.Codecs;

namespace MultiplexCluster.Host.DataPlane;

/// <summary>The native surfaces by the prefixes they are mounted at.</summary>
internal sealed class Surfaces
{
    private readonly IProviderCodec[] _codecs;

    internal Surfaces(IEnumerable<IProviderCodec> codecs) => _codecs = [.. codecs];

    /// <summary>
    /// The surface of a request target as it stands on the wire, or null. The same text is matched, checked and
    /// forwarded: nothing decodes it in between.
    /// </summary>
    internal IProviderCodec? Match(string target)
    {
        foreach (var codec in _codecs)
        {
            var prefix = codec.SurfacePrefix;
            if (target.StartsWith(prefix, StringComparison.Ordinal)
                && (target.Length == prefix.Length || target[prefix.Length] is '/' or '?'))
            {
                return codec;
            }
        }

        return null;
    }
}
