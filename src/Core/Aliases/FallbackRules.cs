using MultiplexCluster.Contracts.Requests;

namespace MultiplexCluster.Core.Aliases;

/// <summary>Whether an alias's next target takes a request that one could not serve.</summary>
public static class FallbackRules
{
    /// <summary>After a refusal of the service's own: wherever another provider may have a place, or an account that may.</summary>
    public static bool GoesOnAfter(ServiceErrorCode refusal) => refusal switch
    {
        ServiceErrorCode.NoEndpointAvailable or ServiceErrorCode.QueueFull or ServiceErrorCode.QueueTimeout
            or ServiceErrorCode.AllEndpointsCoolingDown => true,
        ServiceErrorCode.UpstreamError or ServiceErrorCode.UpstreamTimeout => true,
        _ => SaysNothingOfOthers(refusal),
    };

    /// <summary>
    /// Whether a refusal says no more than that this target can't take the request (the pinned endpoint, or the pool, may be another
    /// provider's): the answer only where every target says so.
    /// </summary>
    public static bool SaysNothingOfOthers(ServiceErrorCode refusal) => refusal is ServiceErrorCode.InvalidRequest;

    /// <summary>After a provider's error that was not the caller's fault and that nobody has got a byte of.</summary>
    public static bool GoesOnAfter(OutcomeClass attempt) => attempt switch
    {
        OutcomeClass.Success or OutcomeClass.CallerFault or OutcomeClass.Cancelled or OutcomeClass.BrokenStream => false,
        _ => true,
    };
}
