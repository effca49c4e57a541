namespace MultiplexCluster.Contracts.Administration;

/// <summary>What came of removing a client key.</summary>
public enum RevokeResult
{
    /// <summary>Removed and durable.</summary>
    Revoked,

    /// <summary>No key has that id.</summary>
    NotFound,

    /// <summary>The store could not be written; the key still opens the data plane.</summary>
    StoreUnavailable,
}
