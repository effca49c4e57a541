using MultiplexCluster.Contracts.Identity;
using MultiplexCluster.Contracts.Protocol;
using MultiplexCluster.Contracts.Requests;
using MultiplexCluster.Contracts.Secrets;

namespace MultiplexCluster.Providers.Calls;

/// <summary>
/// A permit turned into an order to make one call. Whoever carries it out calls <see cref="Ended"/> exactly once,
/// after the upstream exchange is closed, whatever happened.
/// </summary>
public abstract class AttemptOrder
{
    /// <summary>The endpoint whose permit this is.</summary>
    public required EndpointId EndpointId { get; init; }

    /// <summary>Where and how to call.</summary>
    public required UpstreamTarget Target { get; init; }

    /// <summary>The key, unsealed on this node.</summary>
    public required ApiKey Key { get; init; }

    /// <summary>This attempt's number over all endpoints, from 1.</summary>
    public required int Attempt { get; init; }

    /// <summary>What the request has waited so far in queues and backoff, in milliseconds.</summary>
    public required long QueueMs { get; init; }

    /// <summary>Others wait for this call's verdict: say it by <see cref="HeadersArrived"/> when the answer's first byte comes.</summary>
    public required bool IsProbe { get; init; }

    /// <summary>Cancelled when the permit is lost: close the upstream exchange at once.</summary>
    public CancellationToken PermitLost { get; init; }

    /// <summary>Tells the verdict of a probe as soon as its answer has begun: headers and a first byte; needless for other calls.</summary>
    public abstract void HeadersArrived(OutcomeClass outcome);

    /// <summary>Tells, before the end, that the head of a good answer says that nothing is left of a limit for so long.</summary>
    public virtual void LimitReached(TimeSpan remaining, PauseScope scope)
    {
    }

    /// <summary>Tells the end. The upstream exchange must be closed before.</summary>
    public abstract void Ended(in AttemptResult result);
}
