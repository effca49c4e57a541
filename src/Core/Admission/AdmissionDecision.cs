using MultiplexCluster.Contracts.Protocol;

namespace MultiplexCluster.Core.Admission;

/// <summary>Admission's answer.</summary>
public readonly record struct AdmissionDecision
{
    private AdmissionDecision(AdmissionKind kind, RejectionReason reason, TimeSpan? retryAfter) =>
        (Kind, Reason, RetryAfter) = (kind, reason, retryAfter);

    /// <summary>What happens.</summary>
    public AdmissionKind Kind { get; }

    /// <summary>For a refusal: why.</summary>
    public RejectionReason Reason { get; }

    /// <summary>For a refusal: the earliest useful moment from now, where one is known.</summary>
    public TimeSpan? RetryAfter { get; }

    /// <summary>A permit.</summary>
    public static AdmissionDecision Grant => new(AdmissionKind.Grant, default, null);

    /// <summary>A permit whose verdict the others wait for.</summary>
    public static AdmissionDecision GrantProbe => new(AdmissionKind.GrantProbe, default, null);

    /// <summary>It waits.</summary>
    public static AdmissionDecision Queue => new(AdmissionKind.Queue, default, null);

    /// <summary>It is refused.</summary>
    public static AdmissionDecision Reject(RejectionReason reason, TimeSpan? retryAfter) => new(AdmissionKind.Reject, reason, retryAfter);
}

/// <summary>The kinds of <see cref="AdmissionDecision"/>.</summary>
public enum AdmissionKind
{
    /// <summary>A permit.</summary>
    Grant,

    /// <summary>A permit that probes.</summary>
    GrantProbe,

    /// <summary>It waits.</summary>
    Queue,

    /// <summary>It is refused.</summary>
    Reject,
}
