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

    /// <summary>Endpoints that pause, whose waiters are looked at at once.</summary>
    public const int MostPausedAtOnce = 16;

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

    /// <summary>
    /// Who of those that wait at an endpoint which pauses goes to wait elsewhere instead, where its turn is expected sooner. Each must be
    /// moved before the next is looked for. Of thousands alike one is enough to learn that nothing is better for them.
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
            var unplaceable = new HashSet<(PriorityClass, WaitingKind, bool)>();
            foreach (var request in stranded)
            {
                var alike = (request.Priority, request.Kind, request.Trail is null);
                if (unplaceable.Contains(alike))
                {
                    continue;
                }

                if (choose(request) is { TakesRequests: true } next && may(request, next.Entry) && IsSooner(request, next.Entry, clock()))
                {
                    yield return (request, next.Entry);
                }
                else
                {
                    unplaceable.Add(alike);
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
