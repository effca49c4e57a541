using MultiplexCluster.Contracts.Endpoints;
using MultiplexCluster.Core.Moving;
using MultiplexCluster.Core.Routing;

namespace MultiplexCluster.Actors.Routing;

// What keeps each endpoint from serving a request. A pool may be large, and thousands may be refused in a second: it is found
// once in a tenth of a second for those alike.
internal sealed partial class RouterActor
{
    private const int MostAlike = 256;

    private readonly Dictionary<(WaitingKind Kind, PriorityClass Priority, bool Waits), Obstacles> _alike = [];

    /// <summary>What keeps each endpoint the request may use from serving it, and when it may start.</summary>
    private Obstacles ObstaclesOf(RoutedCall call)
    {
        var request = call.Request;
        var waits = call.Phase is CallPhase.Waiting;
        if (call.Attempts > 0 || request.Pinned is not null)
        {
            return FindObstacles(call, waits);
        }

        var key = (RoutedCall.KindOf(request), request.Priority, waits);
        if (!_alike.TryGetValue(key, out var alike))
        {
            if (_alike.Count >= MostAlike)
            {
                _alike.Clear();
            }

            _alike[key] = alike = FindObstacles(call, waits);
        }

        return waits ? alike.For(call.Entry, call.Stay?.Position ?? 1, Now) : alike;
    }

    private Obstacles FindObstacles(RoutedCall call, bool waits)
    {
        var request = call.Request;
        var pool = request.Pinned is null ? CandidatesOf(call) : Pool.Of(call.Entry is { } entry ? [entry] : []);
        (Contracts.Identity.EndpointId, int)? place = waits ? (call.Link!.Id, call.Stay?.Position ?? 1) : null;
        return Obstacles.Of(pool, request.Priority, request.Model, call.Trail, Now, place);
    }
}
