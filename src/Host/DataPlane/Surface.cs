using MultiplexCluster.Contracts.Endpoints;
using MultiplexCluster.Providers.Codecs;

namespace MultiplexCluster.Host.DataPlane;

/// <summary>One of the APIs that callers meet.</summary>
/// <param name="Name">For log lines: the provider's name, or <c>unified</c>.</param>
/// <param name="Root">The first segment of its paths, with its slash.</param>
/// <param name="Dialect">What its errors are written in.</param>
internal abstract record Surface(string Name, string Root, IErrorDialect Dialect);

/// <summary>A provider's own API, relayed byte for byte.</summary>
/// <param name="Codec">The provider's.</param>
internal sealed record NativeSurface(IProviderCodec Codec)
    : Surface(Codec.Provider.ToWireName(), RootOf(Codec.SurfacePrefix), Codec)
{
    private static string RootOf(string prefix) => prefix.IndexOf('/', 1) is > 0 and var end ? prefix[..end] : prefix;
}

/// <summary>OpenAI's format for every provider.</summary>
/// <param name="Codec">OpenAI's.</param>
internal sealed record UnifiedSurface(IProviderCodec Codec) : Surface("unified", "/v1", Codec);
