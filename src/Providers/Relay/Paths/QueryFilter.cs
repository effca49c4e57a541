using System.Text;
using MultiplexCluster.Providers.Relay.Headers;

namespace MultiplexCluster.Providers.Relay.Paths;

/// <summary>Which queries may become part of an upstream URL, and what is taken out of them: credentials.</summary>
public static class QueryFilter
{
    /// <summary>True for a query (with its <c>?</c>, or empty) that can be sent: visible ASCII, no backslash or fragment.</summary>
    public static bool IsSendable(ReadOnlySpan<char> query) =>
        !query.ContainsAnyExceptInRange('!', '~') && query.IndexOfAny('\\', '#') < 0;

    /// <summary>
    /// The query without <c>key</c> and <c>access_token</c> (in any case or escaping, with or without Google's <c>$</c>);
    /// everything else stays byte for byte. Empty when nothing is left.
    /// </summary>
    /// <param name="query">Empty, or beginning with <c>?</c>.</param>
    public static string WithoutCredentials(string query)
    {
        ArgumentNullException.ThrowIfNull(query);
        if (query.Length <= 1)
        {
            return string.Empty;
        }

        var carries = false;
        foreach (var part in query.AsSpan(1).Split('&'))
        {
            carries |= IsCredential(query.AsSpan(1)[part]);
        }

        return carries ? Rebuild(query) : query;
    }

    /// <summary>The first value of a parameter, unescaped; null where there is none.</summary>
    public static string? ValueOf(string pathAndQuery, string name)
    {
        ArgumentNullException.ThrowIfNull(pathAndQuery);
        var query = pathAndQuery.AsSpan(pathAndQuery.IndexOf('?') + 1);
        foreach (var range in query.Split('&'))
        {
            var parameter = query[range];
            if (parameter.StartsWith(name, StringComparison.Ordinal) && parameter.Length > name.Length && parameter[name.Length] == '=')
            {
                return Uri.UnescapeDataString(parameter[(name.Length + 1)..].ToString());
            }
        }

        return null;
    }

    private static string Rebuild(string query)
    {
        var kept = new StringBuilder(query.Length);
        foreach (var part in query.AsSpan(1).Split('&'))
        {
            var parameter = query.AsSpan(1)[part];
            if (!IsCredential(parameter))
            {
                kept.Append(kept.Length == 0 ? '?' : '&').Append(parameter);
            }
        }

        return kept.ToString();
    }

    private static bool IsCredential(ReadOnlySpan<char> parameter)
    {
        var end = parameter.IndexOf('=');
        var name = end < 0 ? parameter : parameter[..end];
        if (name.Contains('%'))
        {
            name = Uri.UnescapeDataString(name.ToString());
        }

        name = name.TrimStart('$');
        return name.Equals(CredentialCarriers.QueryParameter, StringComparison.OrdinalIgnoreCase)
            || name.Equals("access_token", StringComparison.OrdinalIgnoreCase);
    }
}
