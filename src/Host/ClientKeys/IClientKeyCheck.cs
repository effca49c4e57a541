namespace MultiplexCluster.Host.ClientKeys;

/// <summary>Decides whether a caller may use the data plane.</summary>
public interface IClientKeyCheck
{
    /// <summary>
    /// True where no client key is required, or the request carries one that is neither wrong nor revoked
    /// (<c>Authorization: Bearer</c>, <c>x-api-key</c>, <c>x-goog-api-key</c>, <c>api-key</c> or query <c>key</c>).
    /// Called once per request, before anything else is looked at. Never throws.
    /// </summary>
    bool IsAllowed(HttpRequest request);
}
