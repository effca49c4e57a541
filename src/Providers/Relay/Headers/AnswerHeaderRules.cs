using System.Collections.Frozen;
using System.Net.Http.Headers;
using MultiplexCluster.Providers.Relay.Uploads;

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
    /// <param name="name">The header.</param>
    /// <param name="value">Its value.</param>
    /// <param name="named">What <see cref="NamedByConnection"/> said of the answer.</param>
    /// <param name="isUpload">The call is an upload, whose next address is rewritten.</param>
    internal static bool Passes(string name, ReadOnlySpan<char> value, string? named, bool isUpload = false) =>
        !Dropped.Contains(name)
        && !UploadHeaders.HasUploadUrl(name, isUpload)
        && !name.StartsWith(ServiceHeaders.Prefix, StringComparison.OrdinalIgnoreCase)

        // Whether a page of another origin may read answers is not the provider's to say: it doesn't know this service.
        && !name.StartsWith("Access-Control-", StringComparison.OrdinalIgnoreCase)
        && (named is null || !IsNamed(name, named))
        && HeaderText.IsSafe(value);

    /// <summary>The options of the answer's <c>Connection</c> header where one of them names a header of that hop, else null.</summary>
    internal static string? NamedByConnection(HttpResponseHeaders headers)
    {
        if (!headers.NonValidated.TryGetValues("Connection", out var options))
        {
            return null;
        }

        var text = options.ToString();
        return text.Equals("close", StringComparison.OrdinalIgnoreCase) || text.Equals("keep-alive", StringComparison.OrdinalIgnoreCase)
            ? null
            : text;
    }

    private static bool IsNamed(string name, ReadOnlySpan<char> options)
    {
        foreach (var option in options.Split(','))
        {
            if (options[option].Trim().Equals(name, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }
}
