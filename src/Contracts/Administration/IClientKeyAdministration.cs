using MultiplexCluster.Contracts.Protocol;

namespace MultiplexCluster.Contracts.Administration;

/// <summary>
/// The cluster's client keys. Throws nothing but <see cref="OperationCanceledException"/> and
/// <see cref="TimeoutException"/> (the cluster did not answer in time).
/// </summary>
public interface IClientKeyAdministration
{
    /// <summary>This node's replica, fresh within milliseconds; the same instance until a key comes or goes.</summary>
    IReadOnlyList<ClientKey> Current { get; }

    /// <summary>Stores a key; answers once durable, false when the store could not be written.</summary>
    Task<bool> StoreAsync(ClientKey key, CancellationToken ct);

    /// <summary>Removes a key; answers once durable.</summary>
    Task<RevokeResult> RevokeAsync(string id, CancellationToken ct);
}
