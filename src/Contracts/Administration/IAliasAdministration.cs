using MultiplexCluster.Contracts.Protocol;

namespace MultiplexCluster.Contracts.Administration;

/// <summary>
/// The cluster's aliases. Throws nothing but <see cref="OperationCanceledException"/> and <see cref="TimeoutException"/> (the
/// cluster did not answer in time). A change that is answered holds on this node; on the others within milliseconds.
/// </summary>
public interface IAliasAdministration
{
    /// <summary>This node's replica; the same instance until an alias changes.</summary>
    IReadOnlyList<Alias> Current { get; }

    /// <summary>Makes or replaces one: <see cref="AliasStored"/> once durable, <see cref="AliasRefused"/> or <see cref="AliasesUnavailable"/>.</summary>
    Task<IWireMessage> StoreAsync(Alias alias, CancellationToken ct);

    /// <summary>Removes one: <see cref="AliasDeleted"/> once durable, <see cref="AliasNotFound"/>, <see cref="AliasInUse"/> or <see cref="AliasesUnavailable"/>.</summary>
    Task<IWireMessage> DeleteAsync(string name, CancellationToken ct);
}
