using MultiplexCluster.Contracts.Identity;
using MultiplexCluster.Contracts.Network;
using MultiplexCluster.Providers.Codecs;
using MultiplexCluster.Providers.Relay.Paths;

namespace MultiplexCluster.Providers.Relay.Uploads;

/// <summary>A provider's upload URL as the same place on this service, tied to the endpoint whose key began the upload.</summary>
internal static class UploadUrl
{
    /// <summary>
    /// The URL on this service, or null where the path is none that takes uploads. Whatever host the provider named, the
    /// bytes will go to the endpoint's base URL: no answer can lead them, or the key, to another host.
    /// </summary>
    /// <param name="url">The provider's, absolute.</param>
    /// <param name="origin">This service's scheme and authority as the caller used them.</param>
    /// <param name="codec">The dialect.</param>
    /// <param name="baseUrl">The endpoint's own base URL, or null for the vendor's.</param>
    /// <param name="endpoint">The endpoint.</param>
    internal static string? Of(string url, string origin, IProviderCodec codec, string? baseUrl, EndpointId endpoint)
    {
        var scheme = url.IndexOf("://", StringComparison.Ordinal);
        var start = scheme < 0 ? -1 : url.IndexOf('/', scheme + 3);
        if (start < 0)
        {
            return null;
        }

        var mark = url.IndexOf('?', start);
        var path = mark < 0 ? url[start..] : url[start..mark];
        var basePath = BaseUrlRule.PathOf(baseUrl ?? codec.DefaultBaseUrl);
        path = basePath.Length > 0 && path.StartsWith(basePath + "/", StringComparison.Ordinal) ? path[basePath.Length..] : path;
        var query = mark < 0 ? string.Empty : url[mark..];
        if (!PlainPath.IsPlain(path) || !QueryFilter.IsSendable(query) || codec.Match("POST", path) is not { TakesBytes: true })
        {
            return null;
        }

        var kept = QueryFilter.WithoutCredentials(query);
        return string.Concat(origin, codec.SurfacePrefix + codec.PathInBaseUrl, path, UploadPin.AddTo(kept, endpoint));
    }
}
