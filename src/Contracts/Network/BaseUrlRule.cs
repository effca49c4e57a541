using System.Buffers;
using System.Net;

namespace MultiplexCluster.Contracts.Network;

/// <summary>
/// What a <c>base_url</c> may be. Names are resolved, and their addresses checked, only when a call connects;
/// here an address must not be inside as it is written, in any of the spellings a URL allows.
/// </summary>
public static class BaseUrlRule
{
    /// <summary>What is accepted.</summary>
    public const string Allowed =
        "an absolute http or https URL of at most 2,048 visible ASCII characters with a plain path, without user info, query, fragment and escapes";

    /// <summary>What is accepted where private networks are not.</summary>
    public const string PublicOnly =
        "a public host: private, loopback, link-local and otherwise local ones need Multiplex__Upstreams__AllowPrivateNetworks=true";

    /// <summary>The longest base URL, in characters.</summary>
    public const int MaxLength = 2048;

    private static readonly SearchValues<char> HostCharacters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789.-_");

    // No @: what stands before one looks like user info to careless readers.
    private static readonly SearchValues<char> PathCharacters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789.-_~/:!$&'()*+,;=");

    private static readonly SearchValues<char> HexDigits = SearchValues.Create("0123456789abcdefABCDEF");

    /// <summary>Whether the text has the form of a base URL.</summary>
    public static bool IsWellFormed(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.Length > MaxLength
            || !Uri.TryCreate(text, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https")
            || !text.StartsWith($"{url.Scheme}://", StringComparison.OrdinalIgnoreCase))
        {
            return false;
        }

        // Judged as written: the parsed form has already dropped dot segments, escapes and the like.
        var path = text.AsSpan(StartOfPath(text));
        var authority = text.AsSpan(url.Scheme.Length + 3, text.Length - url.Scheme.Length - 3 - path.Length);
        return IsAuthority(authority) && url.Port is > 0 and <= 65535
            && (path.IsEmpty || (IsPath(path) && path.SequenceEqual(url.AbsolutePath)));
    }

    /// <summary>
    /// Whether the host of a well-formed base URL is neither an inside address nor a name that always means this machine
    /// or its network. False where there is no host at all.
    /// </summary>
    public static bool IsPublic(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (!Uri.TryCreate(text, UriKind.Absolute, out var url))
        {
            return false;
        }

        var host = url.IdnHost.TrimEnd('.');
        if (IPAddress.TryParse(host, out var address))
        {
            return AddressRanges.IsPublic(address);
        }

        return host.Length > 0 && !EndsInNumber(host) && !LocalNames.Contains(host);
    }

    /// <summary>The path of a well-formed base URL as written, without a trailing slash; empty where it has none.</summary>
    public static string PathOf(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text[StartOfPath(text)..].TrimEnd('/');
    }

    private static int StartOfPath(string text)
    {
        var slash = text.IndexOf('/', text.IndexOf("://", StringComparison.Ordinal) + 3);
        return slash < 0 ? text.Length : slash;
    }

    private static bool IsAuthority(ReadOnlySpan<char> authority)
    {
        if (authority is ['[', .., _])
        {
            var close = authority.IndexOf(']');
            return close > 0 && !authority[..close].Contains('%') && IsPort(authority[(close + 1)..]);
        }

        var colon = authority.IndexOf(':');
        var host = colon < 0 ? authority : authority[..colon];
        return host.Length > 0 && !host.ContainsAnyExcept(HostCharacters) && IsPort(colon < 0 ? [] : authority[colon..]);
    }

    private static bool IsPort(ReadOnlySpan<char> port) =>
        port.IsEmpty || (port is [':', _, ..] && !port[1..].ContainsAnyExceptInRange('0', '9'));

    private static bool IsPath(ReadOnlySpan<char> path) =>
        !path.ContainsAnyExcept(PathCharacters) && PlainPath.IsPlain(path);

    // No domain ends in a number; what does is an IPv4 address that some resolver may read in its own way.
    private static bool EndsInNumber(string host)
    {
        var last = host.AsSpan(host.LastIndexOf('.') + 1);
        return !last.ContainsAnyExceptInRange('0', '9')
            || (last.StartsWith("0x", StringComparison.OrdinalIgnoreCase) && !last[2..].ContainsAnyExcept(HexDigits));
    }
}
