namespace MultiplexCluster.Host.ClientKeys;

/// <summary>Decides whether a caller may use the data plane.</summary>
public interface IClientKeyCheck
{
    /// <summary>
    /// True where no client key is required, or the request carries one that is neither wrong nor revoked
    /// (<c>Authorization: Bearer</c>, <c>x-api-key</c>, <c>x-goog-api-key</c>, <c>api-key</c> or query <c>key</c>).
    /// Called once per request, before anything else is looked at. Never throws.
    /// </summary>
    /// <param name="request">The request.</param>
    /// <param name="lane">The key's lane in queues, 0 – 63; 0 where no key is required.</param>
    bool IsAllowed(HttpRequest request, out byte lane);
}
