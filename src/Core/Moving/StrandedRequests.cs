using MultiplexCluster.Core.Routing;

namespace MultiplexCluster.Core.Moving;

/// <summary>
/// Requests that wait at endpoints which pause, as long as they do: some of them at a time are looked at, in turns, whether
/// they go to wait elsewhere. Not thread-safe.
/// </summary>
/// <param name="waiting">All that wait.</param>
/// <typeparam name="TRequest">What stands for a request.</typeparam>
public sealed class StrandedRequests<TRequest>(WaitingRequests<TRequest> waiting)
    where TRequest : class, IMovable
{
    private readonly LinkedList<RoutingEntry> _turns = [];
    private readonly Dictionary<RoutingEntry, Waiting<TRequest>?> _lastSeen = [];

    /// <summary>How many endpoints are looked at.</summary>
    public int Count => _turns.Count;

    /// <summary>An endpoint pauses, or one more waits at one that does. It is looked at next.</summary>
    public void Add(RoutingEntry endpoint)
    {
        if (_lastSeen.TryAdd(endpoint, null))
        {
            _turns.AddFirst(endpoint);
        }
    }

    /// <summary>Who leaves; see <see cref="MoveRules.Leavers"/>. Each must be moved before the next is looked for.</summary>
    /// <param name="most">So many are looked at, at most.</param>
    /// <param name="clock">Monotonic.</param>
    /// <param name="choose">Where one would go now.</param>
    /// <param name="may">Whether it may go there.</param>
    public IEnumerable<(TRequest Request, RoutingEntry To)> Leavers(
        int most, Func<TimeSpan> clock, Func<TRequest, RouteDecision?> choose, Func<TRequest, RoutingEntry, bool> may)
    {
        ArgumentNullException.ThrowIfNull(clock);
        for (var turns = _turns.Count; turns > 0 && most > 0; turns--)
        {
            var endpoint = _turns.First!.Value;
            _turns.RemoveFirst();
            if (!MoveRules.IsPaused(endpoint, clock()) || !waiting.HasAt(endpoint))
            {
                _lastSeen.Remove(endpoint);
                continue;
            }

            _turns.AddLast(endpoint);
            var seen = waiting.After(endpoint, _lastSeen[endpoint]).Take(most).ToList();
            _lastSeen[endpoint] = seen.Count == most ? seen[^1] : null;
            most -= seen.Count;
            foreach (var leaver in MoveRules.Leavers(seen.Select(one => one.Request!), clock, choose, may))
            {
                yield return leaver;
            }
        }
    }
}
