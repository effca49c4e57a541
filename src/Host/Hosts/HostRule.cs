using System.Net;
using MultiplexCluster.Contracts.Requests;
using MultiplexCluster.Host.Configuration;

namespace MultiplexCluster.Host.Hosts;

/// <summary>
/// Which <c>Host</c> values are answered. A service that only this machine can reach is still reached by its browsers:
/// a page whose name was made to lead to 127.0.0.1 (DNS rebinding) counts there as the same origin, and only its
/// <c>Host</c> gives it away. Listeners that others can reach have credentials instead, and are not restricted.
/// </summary>
public sealed class HostRule
{
    private readonly IReadOnlyList<string>? _more;

    private HostRule(IReadOnlyList<string>? more) => _more = more;

    /// <summary>Answers to all.</summary>
    public static HostRule Any { get; } = new(null);

    /// <summary>What a refused caller is told.</summary>
    internal ServiceError Refusal { get; } = new(ServiceErrorCode.InvalidRequest, Message);

    internal const string Message =
        "This listener is local and answers only to local names in the Host header, such as 127.0.0.1 or localhost; Multiplex__AllowedHosts__0 adds others.";

    /// <summary>The rule for these listeners.</summary>
    /// <param name="listeners">Where the service listens.</param>
    /// <param name="more">Names answered to as well; <c>*</c> is all.</param>
    public static HostRule For(Listeners listeners, IReadOnlyList<string> more) =>
        listeners.AreLoopback && !more.Contains("*") ? new HostRule(more) : Any;

    /// <summary>Whether a request may be answered.</summary>
    public bool Accepts(HttpContext context)
    {
        if (_more is null)
        {
            return true;
        }

        // A request without one (HTTP/1.0) comes from no browser, nor does one over a socket file.
        return context.Request.Headers.Host is not [{ Length: > 0 } host] || AcceptsName(host) || context.Connection.LocalIpAddress is null;
    }

    /// <summary>Whether such a <c>Host</c> is answered: a loopback name or address, one added, or one of <c>.internal</c>, which nobody can own (containers know this machine by such names).</summary>
    public bool AcceptsName(ReadOnlySpan<char> host)
    {
        var name = WithoutPort(host);
        if (name is "127.0.0.1" or "[::1]" || name.Equals("localhost", StringComparison.OrdinalIgnoreCase))
        {
            return true;
        }

        return name.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase)
            || name.EndsWith(".internal", StringComparison.OrdinalIgnoreCase)
            || (IPAddress.TryParse(name, out var address) && IPAddress.IsLoopback(address))
            || IsAdded(name);
    }

    private bool IsAdded(ReadOnlySpan<char> name)
    {
        foreach (var known in _more ?? [])
        {
            if (name.Equals(known, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }

    private static ReadOnlySpan<char> WithoutPort(ReadOnlySpan<char> host)
    {
        var colon = host.LastIndexOf(':');
        return (colon > host.LastIndexOf(']') ? host[..colon] : host).TrimEnd('.');
    }
}
