using MultiplexCluster.Contracts.Network;
using MultiplexCluster.Providers.Codecs;

namespace MultiplexCluster.Providers.Relay.Paths;

/// <summary>An absolute URL that a provider's answer names, as what it is on the provider's surface, whatever host it names.</summary>
/// <param name="Path">Below the base URL.</param>
/// <param name="Query">With its <c>?</c>; empty where there is none.</param>
internal readonly record struct ProviderUrl(string Path, string Query)
{
    /// <summary>Reads one; null where it is no absolute URL, or one that can't be asked for by way of this service.</summary>
    /// <param name="url">The provider's.</param>
    /// <param name="codec">The dialect.</param>
    /// <param name="baseUrl">The endpoint's own base URL, or null for the vendor's.</param>
    internal static ProviderUrl? TryRead(string url, IProviderCodec codec, string? baseUrl)
    {
        var scheme = url.IndexOf("://", StringComparison.Ordinal);
        var start = scheme < 0 ? -1 : url.IndexOf('/', scheme + 3);
        if (start < 0)
        {
            return null;
        }

        var mark = url.IndexOf('?', start);
        var path = mark < 0 ? url[start..] : url[start..mark];
        var query = mark < 0 ? string.Empty : url[mark..];
        var basePath = BaseUrlRule.PathOf(baseUrl ?? codec.DefaultBaseUrl);
        path = basePath.Length > 0 && path.StartsWith(basePath + "/", StringComparison.Ordinal) ? path[basePath.Length..] : path;
        return PlainPath.IsPlain(path) && QueryFilter.IsSendable(query) ? new ProviderUrl(path, QueryFilter.WithoutCredentials(query)) : null;
    }
}
