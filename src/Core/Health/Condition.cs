using System.Globalization;
using MultiplexCluster.Contracts.Endpoints;

namespace MultiplexCluster.Core.Health;

/// <summary>Names an endpoint's state for routing and for operators.</summary>
public static class Condition
{
    /// <summary>The state at a moment, and when it ends by itself.</summary>
    public static (EndpointState State, TimeSpan? Until) Of(in EndpointHealth health, bool enabled, bool isDraining, TimeSpan now) =>
        Of(health.Gate(now), enabled, isDraining);

    /// <summary>The state that a gate means.</summary>
    public static (EndpointState State, TimeSpan? Until) Of(Gate gate, bool enabled, bool isDraining)
    {
        if (isDraining || !enabled)
        {
            return (isDraining ? EndpointState.Draining : EndpointState.Disabled, null);
        }

        return gate.Kind switch
        {
            GateKind.Open => (EndpointState.Available, null),
            GateKind.ProbeNext => (EndpointState.HalfOpen, null),

            // Until then nobody else may probe: routing goes by that.
            GateKind.ProbeRunning => (EndpointState.HalfOpen, gate.Until),
            GateKind.CoolingDown => (EndpointState.CoolingDown, gate.Until),
            GateKind.CircuitOpen => (EndpointState.CircuitOpen, gate.Until),
            GateKind.UsedUp => (EndpointState.CoolingDown, gate.Until),
            GateKind.Quarantined => (EndpointState.Quarantined, gate.Until),
            _ => throw new ArgumentOutOfRangeException(nameof(gate), gate.Kind, "unknown gate"),
        };
    }

    /// <summary>
    /// The state as operators see it. A key that was paused or away is available again as soon as that is over, although
    /// one call goes ahead of the others; half open is what a circuit is.
    /// </summary>
    public static EndpointState Shown(in EndpointHealth health, EndpointState state) =>
        state is EndpointState.HalfOpen && !health.Breaker.IsOpen ? EndpointState.Available : state;

    /// <summary>Why, in words for an operator; null when it simply serves.</summary>
    public static string? Reason(in EndpointHealth health, EndpointState state) => state switch
    {
        EndpointState.Available => null,
        EndpointState.CoolingDown when health.CooldownReason is { } reason => reason,
        EndpointState.CoolingDown => string.Create(
            CultureInfo.InvariantCulture, $"the provider limits the rate of this key ({health.Backoffs} in a row)"),
        EndpointState.CircuitOpen => string.Create(
            CultureInfo.InvariantCulture, $"too many calls failed; opened {health.Breaker.Reopenings + 1} time(s)"),
        EndpointState.HalfOpen => health.Probe is null
            ? "the next call probes whether the provider serves again"
            : "one call probes whether the provider serves again",
        EndpointState.Quarantined => health.Quarantine!.Reason,
        EndpointState.Disabled => "switched off by the operator",
        EndpointState.Draining => "being deleted: running calls finish",
        _ => throw new ArgumentOutOfRangeException(nameof(state), state, "unknown state"),
    };
}
