using MultiplexCluster.Contracts.Endpoints;
using MultiplexCluster.Contracts.Identity;
using MultiplexCluster.Core.Moving;
using MultiplexCluster.Core.Routing;

namespace MultiplexCluster.Actors.Routing;

// What keeps each endpoint from serving a request. A pool may be large, and thousands may be refused in a second: it is found
// once in a tenth of a second for those alike.
internal sealed partial class RouterActor
{
    private const int MostAlike = 256;

    private readonly Dictionary<(WaitingKind Kind, PriorityClass Priority, bool Waits), PoolObstacles> _alike = [];

    /// <summary>What keeps each endpoint the request may use from serving it, and when it may start.</summary>
    private Obstacles ObstaclesOf(RoutedCall call) => ObstaclesOf(call, call.Phase is CallPhase.Waiting);

    private Obstacles ObstaclesOf(RoutedCall call, bool waits)
    {
        (EndpointId, int)? place = waits ? (call.Link!.Id, call.Stay?.Position ?? 1) : null;
        return ObstaclesOfAlike(call, waits).For(call.Trail, place, Now);
    }

    private PoolObstacles ObstaclesOfAlike(RoutedCall call, bool waits)
    {
        var request = call.Request;
        if (request.Pinned is not null)
        {
            return PoolObstacles.Of(Pool.Of(call.Entry is { } entry ? [entry] : []), request.Priority, request.Model, waits, Now);
        }

        var key = (RoutedCall.KindOf(request), request.Priority, waits);
        if (!_alike.TryGetValue(key, out var alike))
        {
            if (_alike.Count >= MostAlike)
            {
                _alike.Clear();
            }

            _alike[key] = alike = PoolObstacles.Of(CandidatesOf(call), request.Priority, request.Model, waits, Now);
        }

        return alike;
    }
}
