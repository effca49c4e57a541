using MultiplexCluster.Contracts.Identity;
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
    internal static string? Of(string url, string origin, IProviderCodec codec, string? baseUrl, EndpointId endpoint) =>
        ProviderUrl.TryRead(url, codec, baseUrl) is { } known && codec.Match("POST", known.Path) is { TakesBytes: true }
            ? string.Concat(origin, codec.SurfacePrefix + codec.PathInBaseUrl, known.Path, UploadPin.AddTo(known.Query, endpoint))
            : null;
}
