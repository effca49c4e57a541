namespace MultiplexCluster.Host.ClientKeys;

/// <summary>Guards the data plane.</summary>
public interface IClientKeyCheck
{
    /// <summary>Whether the request carries a client key that is neither wrong nor revoked; true where none is required.</summary>
    bool IsAllowed(HttpRequest request);
}
