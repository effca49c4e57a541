namespace MultiplexCluster.Host.DataPlane;

/// <summary>Scheme and authority of this service as a caller reached it, for the URLs it is given back.</summary>
internal static class ServiceOrigin
{
    /// <summary>
    /// It, or null where the request has no <c>Host</c>. A proxy that takes TLS says so in <c>X-Forwarded-Proto</c>; whoever
    /// else says it gets no other answer than its own.
    /// </summary>
    internal static string? Of(HttpRequest request)
    {
        var isSecure = request.IsHttps || string.Equals(request.Headers["X-Forwarded-Proto"], "https", StringComparison.OrdinalIgnoreCase);
        return request.Headers.Host is [{ Length: > 0 } host] ? $"{(isSecure ? "https" : "http")}://{host}" : null;
    }
}
