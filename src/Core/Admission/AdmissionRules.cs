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
        var gate = GateOf(endpoint, applicant.Tokens, now);
        if (applicant.IsKeyCheck)
        {
            return endpoint.Limits?.FreeAt(0, now).At > now
                ? AdmissionDecision.Reject(RejectionReason.Quarantined, null)
                : DecideKeyCheck(endpoint, gate, now);
        }

        if (RefusalOfAll(endpoint, gate, now) is { } refusal)
        {
            return refusal;
        }

        // Those that wait come first; a retry waited before and goes to their front.
        var isNext = endpoint.Waiting == 0 || applicant.IsRetry || applicant.LastResort;
        if (isNext && applicant.Remaining > TimeSpan.Zero && HasSlot(endpoint, now)
            && Passes(gate.Kind, endpoint.Health, applicant.LastResort, now) is { } grant)
        {
            return grant;
        }

        return RefusalForTime(endpoint, gate, applicant, now) ?? QueueOrReject(endpoint, applicant, gate, now);
    }

    /// <summary>Decides for the next of those that wait: null when it must go on waiting.</summary>
    public static AdmissionDecision? DecideNext(in AdmissionView endpoint, TimeSpan now) =>
        HasSlot(endpoint, now) ? Passes(GateOf(endpoint, endpoint.NextTokens, now).Kind, endpoint.Health, lastResort: false, now) : null;

    /// <summary>What may pass at this moment: health's gate, and no call that the limits per minute have no room for.</summary>
    /// <param name="endpoint">The endpoint.</param>
    /// <param name="tokens">Tokens that the call is expected to use.</param>
    /// <param name="now">Monotonic.</param>
    public static Gate GateOf(in AdmissionView endpoint, long tokens, TimeSpan now)
    {
        var gate = endpoint.Health.Gate(now);
        if (endpoint.Limits is not { } limits || gate.Kind is GateKind.Quarantined)
        {
            return gate;
        }

        // Who waits longer goes first: a smaller one must not use up the room that it waits for.
        var needed = endpoint.Waiting > 0 ? Math.Max(tokens, endpoint.NextTokens) : tokens;
        var free = limits.FreeAt(needed, now).At;
        return free <= now || (gate.Kind is GateKind.CoolingDown && gate.Until >= free) ? gate
            : new Gate(GateKind.UsedUp, gate.Kind is GateKind.CircuitOpen && gate.Until > free ? gate.Until : free);
    }

    /// <summary>
    /// Decides anew for one that waits, when settings or health have changed: the refusal that an arrival with as much
    /// time would get, or null when it may go on waiting. A queue that has become too small drops nobody.
    /// </summary>
    public static AdmissionDecision? DecideAgain(in AdmissionView endpoint, in Applicant waiter, TimeSpan now)
    {
        var gate = GateOf(endpoint, endpoint.NextTokens, now);
        return RefusalOfAll(endpoint, gate, now) ?? RefusalForTime(endpoint, gate, waiter, now);
    }

    /// <summary>
    /// Whether the slot of a call just granted may return some milliseconds late: nobody waits, a quarter of the slots is free, and
    /// were they all taken at once, who comes then would wait and not be refused.
    /// </summary>
    public static bool ReportMayWait(in AdmissionView endpoint, TimeSpan now) =>
        endpoint.Waiting == 0
        && endpoint.Running * 4 <= endpoint.Health.Breaker.Limit(endpoint.Settings.MaxConcurrentRequests, now) * 3
        && endpoint.Settings.QueueEnabled && endpoint.Settings.QueueSize >= endpoint.Running
        && endpoint.Health.Gate(now).Kind is GateKind.Open;

    // Nothing else is granted in quarantine; where there is none any more, there is nothing to find out.
    private static AdmissionDecision DecideKeyCheck(in AdmissionView endpoint, Gate gate, TimeSpan now) =>
        gate is { Kind: GateKind.Quarantined, Until: null } && !endpoint.IsDraining && endpoint.Settings.Enabled
        && HasSlot(endpoint, now) && !endpoint.Health.IsProbed(now)
            ? AdmissionDecision.GrantProbe
            : AdmissionDecision.Reject(RejectionReason.Quarantined, null);

    private static bool HasSlot(in AdmissionView endpoint, TimeSpan now) =>
        endpoint.Running < endpoint.Health.Breaker.Limit(endpoint.Settings.MaxConcurrentRequests, now);

    private static AdmissionDecision? Passes(GateKind gate, in EndpointHealth health, bool lastResort, TimeSpan now) => gate switch
    {
        GateKind.Open => AdmissionDecision.Grant,
        GateKind.ProbeNext => AdmissionDecision.GrantProbe,
        GateKind.CircuitOpen when lastResort && !health.IsProbed(now) => AdmissionDecision.GrantProbe,
        _ => null,
    };

    private static AdmissionDecision? RefusalOfAll(in AdmissionView endpoint, Gate gate, TimeSpan now)
    {
        if (endpoint.IsDraining || !endpoint.Settings.Enabled)
        {
            return AdmissionDecision.Reject(endpoint.IsDraining ? RejectionReason.Draining : RejectionReason.Disabled, null);
        }

        return gate.Kind is GateKind.Quarantined ? AdmissionDecision.Reject(RejectionReason.Quarantined, gate.Until - now) : null;
    }

    // A pinned request has nowhere else to go: it waits for its endpoint as long as it may.
    private static AdmissionDecision? RefusalForTime(in AdmissionView endpoint, Gate gate, in Applicant applicant, TimeSpan now)
    {
        var closedFor = ClosedFor(gate, now);
        if (closedFor > applicant.Remaining && closedFor > TimeSpan.Zero && !applicant.IsPinned)
        {
            return AdmissionDecision.Reject(ReasonOf(gate), closedFor + endpoint.SlotTurnover);
        }

        return applicant.Remaining <= TimeSpan.Zero
            ? AdmissionDecision.Reject(RejectionReason.DeadlinePassed, closedFor + endpoint.SlotTurnover)
            : null;
    }

    private static AdmissionDecision QueueOrReject(in AdmissionView endpoint, in Applicant applicant, Gate gate, TimeSpan now)
    {
        if (HasPlace(endpoint, applicant))
        {
            return AdmissionDecision.Queue;
        }

        var closedFor = ClosedFor(gate, now);
        var waitsForGate = closedFor > TimeSpan.Zero && !endpoint.Settings.QueueEnabled;
        return AdmissionDecision.Reject(waitsForGate ? ReasonOf(gate) : RejectionReason.QueueFull, closedFor + endpoint.SlotTurnover);
    }

    // Whatever waits counts. Beyond the queue's size there is one place for each slot: a call that ends in a rate limit finds
    // the place its slot stood for, however full the queue is, and all that wait are no more than size and slots together.
    private static bool HasPlace(in AdmissionView endpoint, in Applicant applicant)
    {
        var size = endpoint.Settings.QueueEnabled ? endpoint.Settings.QueueSize : 0;
        var beyond = applicant.IsRetry ? Math.Max(0, endpoint.Settings.MaxConcurrentRequests - endpoint.Running) : 0;
        return endpoint.Waiting < size + beyond;
    }

    private static TimeSpan ClosedFor(Gate gate, TimeSpan now) =>
        gate.Kind is GateKind.CoolingDown or GateKind.CircuitOpen or GateKind.UsedUp ? gate.Until!.Value - now : TimeSpan.Zero;

    private static RejectionReason ReasonOf(Gate gate) =>
        gate.Kind is GateKind.CircuitOpen ? RejectionReason.CircuitOpen : RejectionReason.CoolingDown;
}
