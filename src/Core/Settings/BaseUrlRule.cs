using System.Buffers;
using System.Net;
using MultiplexCluster.Contracts.Network;

namespace MultiplexCluster.Core.Settings;

/// <summary>
/// What a <c>base_url</c> may be. Names are resolved, and their addresses checked, only when a call connects;
/// here an address must not be private as it is written, in any of the spellings a URL allows.
/// </summary>
public static class BaseUrlRule
{
    /// <summary>What is accepted.</summary>
    public const string Allowed =
        "null or an absolute http or https URL of at most 2,048 characters without user info, query, fragment, escapes and dot segments";

    /// <summary>What is accepted where private networks are not.</summary>
    public const string PublicOnly =
        "a public address: private, loopback and link-local ones need Multiplex__Upstreams__AllowPrivateNetworks=true";

    private const int MaxLength = 2048;

    private static readonly SearchValues<char> HostCharacters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789.-_");

    private static readonly SearchValues<char> PathCharacters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789.-_~/:@!$&'()*+,;=");

    /// <summary>Whether the text has the form of a base URL.</summary>
    public static bool IsWellFormed(string text)
    {
        if (text.Length > MaxLength
            || !Uri.TryCreate(text, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https")
            || !text.StartsWith($"{uri.Scheme}://", StringComparison.OrdinalIgnoreCase))
        {
            return false;
        }

        // Judged as written: the parsed form has already dropped dot segments, escapes and the like.
        var rest = text.AsSpan(uri.Scheme.Length + 3);
        var slash = rest.IndexOf('/');
        var authority = slash < 0 ? rest : rest[..slash];
        var path = slash < 0 ? [] : rest[slash..];
        return IsAuthority(authority) && IsPath(path) && uri.Port is > 0 and <= 65535;
    }

    /// <summary>Whether its host is neither a private address nor a name that always means this machine. False when it has no form at all.</summary>
    public static bool IsPublic(string text)
    {
        if (!Uri.TryCreate(text, UriKind.Absolute, out var uri))
        {
            return false;
        }

        var host = uri.IdnHost.TrimEnd('.');
        if (IPAddress.TryParse(host, out var address))
        {
            return !AddressRanges.IsPrivate(address);
        }

        return host.Length > 0
            && !host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
            && !host.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase);
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

    private static bool IsPath(ReadOnlySpan<char> path)
    {
        if (path.ContainsAnyExcept(PathCharacters) || path.StartsWith("//"))
        {
            return false;
        }

        foreach (var segment in path.Split('/'))
        {
            if (path[segment] is "." or "..")
            {
                return false;
            }
        }

        return path.IndexOf("//") < 0;
    }
}
