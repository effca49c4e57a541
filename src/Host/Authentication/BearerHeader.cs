using System.Diagnostics.CodeAnalysis;

namespace MultiplexCluster.Host.Authentication;

/// <summary>Reads <c>Authorization: Bearer</c> (RFC 6750, section 2.1).</summary>
internal static class BearerHeader
{
    private const string Scheme = "Bearer ";

    /// <summary>The token without blanks around it; false where the scheme, in any case, is another one.</summary>
    internal static bool TryRead(string header, [NotNullWhen(true)] out string? token)
    {
        token = header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) ? header[Scheme.Length..].Trim(' ') : null;
        return token is not null;
    }
}
