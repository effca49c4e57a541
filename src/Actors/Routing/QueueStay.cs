using MultiplexCluster.Contracts.Identity;
using MultiplexCluster.Core.Routing;

namespace MultiplexCluster.Actors.Routing;

/// <summary>A request's stay in a queue.</summary>
internal sealed class QueueStay
{
    /// <summary>Its place as the endpoint last told it, from 1.</summary>
    public int Position { get; set; }

    /// <summary>The slot it tries to get elsewhere; null for none.</summary>
    public Move? Move { get; set; }
}

/// <summary>A request that waits asks another endpoint whether it can start there now, or wait there instead; it keeps its place meanwhile.</summary>
/// <param name="Id">The question's own.</param>
/// <param name="Link">The way there.</param>
/// <param name="Entry">The endpoint.</param>
/// <param name="IsRetry">It held a permit there before.</param>
/// <param name="MayQueue">It would wait there rather than where it does: its endpoint pauses.</param>
/// <param name="SentAt">When it was asked (monotonic).</param>
internal sealed record Move(CallId Id, EndpointLink Link, RoutingEntry Entry, bool IsRetry, bool MayQueue, TimeSpan SentAt);
