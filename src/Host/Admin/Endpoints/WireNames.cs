using System.Text.Json;
using MultiplexCluster.Contracts.Endpoints;
using MultiplexCluster.Host.Admin.Bodies;

namespace MultiplexCluster.Host.Admin.Endpoints;

/// <summary>The names of tiers and states on the wire.</summary>
internal static class WireNames
{
    public static bool TryParse(JsonElement json, out PriorityClass tier)
    {
        tier = default;
        return JsonText.TryGet(json, out var text) && PriorityNames.TryParse(text, out tier);
    }

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
