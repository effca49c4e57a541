using System.Net;
using MultiplexCluster.Providers.Relay.Paths;

namespace MultiplexCluster.Providers.Relay;

/// <summary>Reads an endpoint's <c>base_url</c>.</summary>
public static class BaseUrl
{
    /// <summary>The longest base URL, in characters.</summary>
    public const int MaxLength = 2048;

    /// <summary>
    /// Null when the text is an absolute http(s) URL without user info, query or fragment, whose path is a plain prefix
    /// and whose host may be reached; otherwise what is wrong with it. Names are checked again when resolved.
    /// </summary>
    public static string? Check(string text, bool allowPrivateNetworks)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.Length is 0 or > MaxLength || text.AsSpan().ContainsAnyExceptInRange('!', '~') || text.Contains('\\'))
        {
            return $"must be an absolute http or https URL of at most {MaxLength} visible ASCII characters";
        }

        if (!Uri.TryCreate(text, UriKind.Absolute, out var url)
            || (url.Scheme != Uri.UriSchemeHttp && url.Scheme != Uri.UriSchemeHttps)
            || !text.AsSpan(url.Scheme.Length).StartsWith("://")
            || url.Host.Length == 0)
        {
            return "must be an absolute http or https URL";
        }

        if (url.UserInfo.Length > 0 || text.Contains('@'))
        {
            return "must not carry user info";
        }

        if (text.Contains('?') || text.Contains('#'))
        {
            return "must not have a query or fragment";
        }

        return CheckPath(text, url) ?? CheckHost(url, allowPrivateNetworks);
    }

    /// <summary>The path of a checked base URL as written, without a trailing slash; empty where it has none.</summary>
    internal static string PathOf(string text)
    {
        var start = text.IndexOf('/', text.IndexOf("://", StringComparison.Ordinal) + 3);
        return start < 0 ? string.Empty : text[start..].TrimEnd('/');
    }

    private static string? CheckPath(string text, Uri url)
    {
        var path = PathOf(text);
        return path.Length == 0 || (PathCheck.IsPlain(path) && url.AbsolutePath.TrimEnd('/') == path)
            ? null
            : "must have a plain path: no empty segments, dots, encoded slashes or backslashes";
    }

    private static string? CheckHost(Uri url, bool allowPrivateNetworks)
    {
        if (allowPrivateNetworks)
        {
            return null;
        }

        var inside = url.HostNameType is UriHostNameType.IPv4 or UriHostNameType.IPv6
            ? !IPAddress.TryParse(url.IdnHost, out var address) || !AddressGuard.IsPublic(address)
            : AddressGuard.IsInsideName(url.IdnHost);
        return inside
            ? "must not point to a loopback, private or otherwise local address unless Multiplex__Upstreams__AllowPrivateNetworks is true"
            : null;
    }
}
