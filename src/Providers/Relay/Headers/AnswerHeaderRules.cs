using System.Collections.Frozen;

namespace MultiplexCluster.Providers.Relay.Headers;

/// <summary>Which response headers of a provider reach the caller.</summary>
internal static class AnswerHeaderRules
{
    private static readonly FrozenSet<string> Dropped = new[]
    {
        "Connection", "Keep-Alive", "Proxy-Authenticate", "Proxy-Authentication-Info", "Proxy-Connection", "TE",
        "Trailer", "Transfer-Encoding", "Upgrade", "Content-Length",

        // They speak of the provider's host, which is not the one the caller talks to.
        "Set-Cookie", "Set-Cookie2", "Alt-Svc", "Strict-Transport-Security", "Clear-Site-Data", "Public-Key-Pins",
    }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    /// <summary>True for headers that pass. A value that HTTP text cannot carry is left out as well.</summary>
    internal static bool Passes(string name, ReadOnlySpan<char> value) =>
        !Dropped.Contains(name)
        && !name.StartsWith(ServiceHeaders.Prefix, StringComparison.OrdinalIgnoreCase)
        && HeaderText.IsSafe(value);
}
