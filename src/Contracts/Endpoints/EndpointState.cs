namespace MultiplexCluster.Contracts.Endpoints;

/// <summary>What an endpoint does at the moment. The numbers are sent: never reuse one.</summary>
public enum EndpointState
{
    /// <summary>Grants as slots are free.</summary>
    Available = 0,

    /// <summary>Waits for a rate limit or backoff to end.</summary>
    CoolingDown = 1,

    /// <summary>Waits out a run of failures.</summary>
    CircuitOpen = 2,

    /// <summary>Lets one probe through to learn whether failures or the rate limit are over.</summary>
    HalfOpen = 3,

    /// <summary>The key was refused or its account is out of quota.</summary>
    Quarantined = 4,

    /// <summary>Switched off by the operator.</summary>
    Disabled = 5,

    /// <summary>Deleted: running calls finish, nothing new is admitted.</summary>
    Draining = 6,
}
