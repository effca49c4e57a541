using MultiplexCluster.Contracts.Endpoints;
using MultiplexCluster.Core.Routing;

namespace MultiplexCluster.Core.Moving;

/// <summary>When requests that wait leave their place for another, and how many at a time.</summary>
public static class MoveRules
{
    /// <summary>How often a router looks for slots while any of its requests waits.</summary>
    public static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(100);

    /// <summary>Moved when one endpoint turns out to be free, so that this doesn't slow down the end of a call.</summary>
    public const int MostAtOnce = 16;

    /// <summary>Moved per look at one pool.</summary>
    public const int MostPerLook = 1_000;

    /// <summary>Endpoints of a pool that are asked for their load per look, those first of which nothing was heard for longest.</summary>
    public const int MostAsked = 32;

    /// <summary>Groups of requests looked at per class for a slot of which a message tells.</summary>
    public const int MostGroupsAtOnce = 256;

    /// <summary>Groups of requests looked at per sweep over all pools, each about a quarter of a microsecond.</summary>
    public const int MostGroupsPerLook = 10_000;

    /// <summary>Requests in a row that an endpoint refuses although it has a slot, until it is left alone for a moment.</summary>
    public const int MostRefused = 8;

    /// <summary>Whether the request may give up its place for one at this endpoint: it waits elsewhere, and may (still) be served there.</summary>
    public static bool MayMove(IMovable request, RoutingEntry to)
    {
        ArgumentNullException.ThrowIfNull(request);
        return request.Entry != to && request.Trail?.MayStartAt(to) is not false;
    }

    /// <summary>Whether those that wait at an endpoint need not do so for now: it pauses.</summary>
    public static bool IsPaused(RoutingEntry entry, TimeSpan now)
    {
        ArgumentNullException.ThrowIfNull(entry);
        return entry.State is EndpointState.CoolingDown or EndpointState.CircuitOpen && entry.Until > now;
    }

    /// <summary>Whether a request that has waited for so long, and has no limit of its own, has time left there.</summary>
    public static bool HasTimeAt(RoutingEntry to, TimeSpan waited)
    {
        ArgumentNullException.ThrowIfNull(to);
        return waited < to.Settings.QueueTimeout;
    }

    /// <summary>
    /// Who of those that wait at an endpoint which pauses goes to wait elsewhere instead, where its turn is expected sooner. Each must be
    /// moved before the next is looked for. Of thousands alike that have been nowhere one is enough to learn that nothing takes them.
    /// </summary>
    /// <param name="stranded">Those that wait there, in their order.</param>
    /// <param name="clock">Monotonic.</param>
    /// <param name="choose">Where one would go now.</param>
    /// <param name="may">Whether it may go there.</param>
    public static IEnumerable<(TRequest Request, RoutingEntry To)> Leavers<TRequest>(
        IEnumerable<TRequest> stranded, Func<TimeSpan> clock, Func<TRequest, RouteDecision?> choose, Func<TRequest, RoutingEntry, bool> may)
        where TRequest : class, IMovable
    {
        ArgumentNullException.ThrowIfNull(stranded);
        ArgumentNullException.ThrowIfNull(clock);
        ArgumentNullException.ThrowIfNull(choose);
        ArgumentNullException.ThrowIfNull(may);
        return Look();

        IEnumerable<(TRequest Request, RoutingEntry To)> Look()
        {
            var unplaceable = new HashSet<(PriorityClass, WaitingKind)>();
            foreach (var request in stranded)
            {
                var alike = request.Trail is null ? (request.Priority, request.Kind) : ((PriorityClass, WaitingKind)?)null;
                if (alike is { } known && unplaceable.Contains(known))
                {
                    continue;
                }

                if (choose(request) is not { TakesRequests: true } next)
                {
                    if (alike is { } kind)
                    {
                        unplaceable.Add(kind);
                    }
                }
                else if (may(request, next.Entry) && IsSooner(request, next.Entry, clock()))
                {
                    yield return (request, next.Entry);
                }
            }
        }
    }

    private static bool IsSooner(IMovable request, RoutingEntry there, TimeSpan now)
    {
        var here = StartEstimate.At(request.Entry!, Math.Max(0, request.Position - 1), now);
        return StartEstimate.IsSooner(StartEstimate.At(there, there.Waiting + there.Asked, now), here);
    }
}
