using MultiplexCluster.Contracts.Identity;

namespace MultiplexCluster.Providers.Relay.Uploads;

/// <summary>
/// The query parameter by which an upload URL of this service says which endpoint began the upload. Any node can serve the
/// next chunk by it: nothing is remembered.
/// </summary>
public static class UploadPin
{
    /// <summary>Its name.</summary>
    public const string Parameter = "multiplex_endpoint";

    private const string Written = Parameter + "=";

    /// <summary>The query with the parameter behind it.</summary>
    internal static string AddTo(string query, EndpointId endpoint) =>
        string.Concat(query, query.Length > 1 ? "&" : "?", Written, endpoint.Value);

    /// <summary>
    /// Takes the parameter out of a query (empty, or with its <c>?</c>); everything else stays byte for byte.
    /// </summary>
    /// <param name="query">The query; without the parameter afterwards.</param>
    /// <param name="endpoint">The endpoint it named, or null where it stood nowhere.</param>
    /// <returns>False where it stands twice or names no endpoint id.</returns>
    public static bool TryTake(ref string query, out EndpointId? endpoint)
    {
        ArgumentNullException.ThrowIfNull(query);
        endpoint = null;
        if (!query.Contains(Written, StringComparison.Ordinal))
        {
            return true;
        }

        var kept = new List<string>();
        foreach (var part in query[1..].Split('&'))
        {
            if (!part.StartsWith(Written, StringComparison.Ordinal))
            {
                kept.Add(part);
            }
            else if (endpoint is null && EndpointId.TryParse(part[Written.Length..], out var id))
            {
                endpoint = id;
            }
            else
            {
                return false;
            }
        }

        query = kept.Count == 0 ? string.Empty : "?" + string.Join('&', kept);
        return true;
    }
}
