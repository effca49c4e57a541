using System.Buffers;
using MultiplexCluster.Contracts.Requests;

namespace MultiplexCluster.Host.Origins;

/// <summary>
/// Which web pages may send requests. Where no client key is required, a page of any site could make the browser of
/// whoever reaches this service send it a call, blindly, at the cost of the keys held here (a <c>text/plain</c> POST needs
/// no permission). A browser says in <c>Origin</c> or <c>Sec-Fetch-Site</c> where a call comes from, and no page can
/// forge that; SDKs send neither. Where a client key is required, a page would have to know one.
/// </summary>
public sealed class OriginRule
{
    /// <summary>What a list may hold to allow all.</summary>
    public const string All = "*";

    internal const string Message =
        "This service requires no client key and so takes no requests from web pages of other origins; Multiplex__AllowedOrigins__0 adds an origin it takes them from.";

    private static readonly SearchValues<char> NeverInAuthority = SearchValues.Create("/\\?#@*");

    private readonly IReadOnlyList<string>? _more;

    private OriginRule(IReadOnlyList<string>? more) => _more = more;

    /// <summary>Takes requests from all.</summary>
    public static OriginRule Any { get; } = new(null);

    /// <summary>What a refused caller is told.</summary>
    internal ServiceError Refusal { get; } = new(ServiceErrorCode.InvalidRequest, Message);

    /// <summary>The rule for a service.</summary>
    /// <param name="requiresClientKey">Whether calls need a client key.</param>
    /// <param name="more">Origins that are taken beside its own; <see cref="All"/> is all.</param>
    public static OriginRule For(bool requiresClientKey, IReadOnlyList<string> more)
    {
        ArgumentNullException.ThrowIfNull(more);
        return requiresClientKey || more.Contains(All) ? Any : new OriginRule(more);
    }

    /// <summary>Whether a text is an origin as a browser sends it: <c>scheme://host</c>, with a port where it is not the scheme's own.</summary>
    public static bool IsOrigin(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var end = text.IndexOf("://", StringComparison.Ordinal);
        return end > 0
            && Uri.CheckSchemeName(text[..end])
            && text.Length > end + 3
            && !text.AsSpan(end + 3).ContainsAnyExceptInRange('!', '~')
            && !text.AsSpan(end + 3).ContainsAny(NeverInAuthority);
    }

    /// <summary>Whether a request comes from no page, from one of this service's own, or from an origin that was added.</summary>
    public bool Accepts(HttpRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (_more is null)
        {
            return true;
        }

        if (request.Headers.Origin is { Count: > 0 } origins)
        {
            return origins is [{ } origin] && (IsOwn(origin, request.Headers.Host) || _more.Contains(origin, StringComparer.OrdinalIgnoreCase));
        }

        // Images and links send no Origin. Another port of this machine counts as the same site, so that is foreign as well.
        return request.Headers["Sec-Fetch-Site"] is [] or ["same-origin" or "none"];
    }

    // The scheme says nothing: behind a proxy that ends TLS it is another one here.
    private static bool IsOwn(string origin, string? host) =>
        host is { Length: > 0 }
        && (IsOf("http://", ":80", origin, host) || IsOf("https://", ":443", origin, host));

    private static bool IsOf(string scheme, string port, string origin, ReadOnlySpan<char> host) =>
        origin.StartsWith(scheme, StringComparison.OrdinalIgnoreCase)
        && (host.EndsWith(port, StringComparison.Ordinal) ? host[..^port.Length] : host)
            .Equals(origin.AsSpan(scheme.Length), StringComparison.OrdinalIgnoreCase);
}
