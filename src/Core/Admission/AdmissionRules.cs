using MultiplexCluster.Contracts.Endpoints;
using MultiplexCluster.Contracts.Protocol;
using MultiplexCluster.Core.Health;

namespace MultiplexCluster.Core.Admission;

/// <summary>Whether a request gets a permit, waits, or is refused: free slot and open gate → grant; else queue where it may; else the reason and the earliest useful moment.</summary>
public static class AdmissionRules
{
    /// <summary>Decides for a request that arrives.</summary>
    public static AdmissionDecision Decide(in AdmissionView endpoint, in Applicant applicant, TimeSpan now)
    {
        var settings = endpoint.Settings;
        if (endpoint.IsDraining || !settings.Enabled)
        {
            return AdmissionDecision.Reject(endpoint.IsDraining ? RejectionReason.Draining : RejectionReason.Disabled, null);
        }

        var gate = endpoint.Health.Gate(now);
        if (gate.Kind is GateKind.Quarantined)
        {
            return AdmissionDecision.Reject(RejectionReason.Quarantined, gate.Until - now);
        }

        // Those that wait come first; a retry waited before and goes to their front.
        var isNext = endpoint.Waiting == 0 || applicant.IsRetry || applicant.LastResort;
        if (isNext && endpoint.Running < endpoint.Health.Breaker.Limit(settings.MaxConcurrentRequests, now)
            && Passes(gate.Kind, endpoint.Health, applicant) is { } grant)
        {
            return grant;
        }

        return QueueOrReject(endpoint, applicant, gate, now);
    }

    /// <summary>Decides for the next of those that wait: null when it must go on waiting.</summary>
    public static AdmissionDecision? DecideNext(in AdmissionView endpoint, TimeSpan now) =>
        endpoint.Running < endpoint.Health.Breaker.Limit(endpoint.Settings.MaxConcurrentRequests, now)
            ? Passes(endpoint.Health.Gate(now).Kind, endpoint.Health, default)
            : null;

    private static AdmissionDecision? Passes(GateKind gate, in EndpointHealth health, in Applicant applicant) => gate switch
    {
        GateKind.Open => AdmissionDecision.Grant,
        GateKind.ProbeNext => AdmissionDecision.GrantProbe,
        GateKind.CircuitOpen when applicant.LastResort && health.Probe is null => AdmissionDecision.GrantProbe,
        _ => null,
    };

    private static AdmissionDecision QueueOrReject(in AdmissionView endpoint, in Applicant applicant, Gate gate, TimeSpan now)
    {
        var closedFor = gate.Kind is GateKind.CoolingDown or GateKind.CircuitOpen ? gate.Until!.Value - now : TimeSpan.Zero;
        var mayQueue = applicant.IsRetry || (endpoint.Settings.QueueEnabled && endpoint.Waiting < endpoint.Settings.QueueSize);
        if (mayQueue && closedFor <= applicant.Remaining)
        {
            return AdmissionDecision.Queue;
        }

        var reason = gate.Kind switch
        {
            GateKind.CoolingDown when closedFor > applicant.Remaining || !endpoint.Settings.QueueEnabled => RejectionReason.CoolingDown,
            GateKind.CircuitOpen when closedFor > applicant.Remaining || !endpoint.Settings.QueueEnabled => RejectionReason.CircuitOpen,
            _ when mayQueue => RejectionReason.DeadlinePassed,
            _ => RejectionReason.QueueFull,
        };
        return AdmissionDecision.Reject(reason, closedFor + endpoint.SlotTurnover);
    }
}
