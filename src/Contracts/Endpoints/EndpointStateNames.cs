namespace MultiplexCluster.Contracts.Endpoints;

/// <summary>The names states have on the wire and in the log.</summary>
public static class EndpointStateNames
{
    /// <summary>The name operators see as <c>state</c>.</summary>
    public static string ToWireName(this EndpointState state) => state switch
    {
        EndpointState.Available => "available",
        EndpointState.CoolingDown => "cooling_down",
        EndpointState.CircuitOpen => "circuit_open",
        EndpointState.HalfOpen => "half_open",
        EndpointState.Quarantined => "quarantined",
        EndpointState.Disabled => "disabled",
        EndpointState.Draining => "draining",
        _ => throw new ArgumentOutOfRangeException(nameof(state), state, "unknown state"),
    };
}
