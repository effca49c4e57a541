using MultiplexCluster.Contracts.Protocol;

namespace MultiplexCluster.Core.Routing;

/// <summary>Which of several endpoints' refusals answers the request.</summary>
public static class RefusalRules
{
    /// <summary>Whether waiting helps sooner after the one than after the other: a full queue, a cooldown, an open circuit, then all that lasts.</summary>
    public static bool LeavesMoreHope(RejectionReason one, RejectionReason other) => Hope(one) > Hope(other);

    private static int Hope(RejectionReason reason) => reason switch
    {
        RejectionReason.DeadlinePassed => 5,
        RejectionReason.QueueFull => 4,
        RejectionReason.CoolingDown => 3,
        RejectionReason.CircuitOpen => 2,
        RejectionReason.Quarantined or RejectionReason.Disabled or RejectionReason.Draining => 1,
        RejectionReason.NotFound => 0,
        _ => throw new ArgumentOutOfRangeException(nameof(reason), reason, "unknown reason"),
    };
}
