using MultiplexCluster.Contracts.Protocol;
using MultiplexCluster.Providers.Codecs;

namespace MultiplexCluster.Providers.Relay.Upstream;

/// <summary>What a call's path is put behind.</summary>
internal static class UpstreamBase
{
    /// <summary>
    /// The endpoint's base URL, else the vendor's. For a path that doesn't lie below the vendor's base path, without that
    /// base path where the URL ends in it; a URL that ends otherwise is another server's, and only it knows what is there.
    /// </summary>
    internal static string Of(UpstreamTarget target, IProviderCodec codec, ProviderRoute route)
    {
        var url = target.BaseUrl ?? codec.DefaultBaseUrl;
        if (!route.IsOutsideBasePath)
        {
            return url;
        }

        var plain = url.TrimEnd('/');
        return plain.EndsWith(codec.PathInBaseUrl, StringComparison.Ordinal) ? plain[..^codec.PathInBaseUrl.Length] : plain;
    }
}
