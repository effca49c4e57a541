using MultiplexCluster.Contracts.Endpoints;
using MultiplexCluster.Contracts.Identity;
using MultiplexCluster.Contracts.Protocol;
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
    private Obstacles ObstaclesOf(RoutedCall call) => ObstaclesOf(call, call.Phase is CallPhase.Waiting or CallPhase.BackingOff);

    private Obstacles ObstaclesOf(RoutedCall call, bool waits)
    {
        (EndpointId, int)? place = call.Phase is CallPhase.Waiting && waits ? (call.Link!.Id, call.Stay?.Position ?? 1) : null;
        var obstacles = ObstaclesOfAlike(call, waits).For(call.Trail, place, Now);
        return call.Delay is { } delay
            ? obstacles.Delayed(delay.Ends > Now ? delay.Ends - Now : TimeSpan.Zero, isRetry: !delay.IsOfModel)
            : obstacles;
    }

    /// <summary>What an endpoint says of the request beside its load is kept as long as it holds.</summary>
    private void NoteRefusal(RoutedCall call, Rejected refusal)
    {
        if (RefusalNote.Of(refusal, Now) is { } note)
        {
            call.TrailOrNew.Note(refusal.EndpointId, note);
        }
    }

    private PoolObstacles ObstaclesOfAlike(RoutedCall call, bool waits)
    {
        var request = call.Request;
        if (request.Pinned is not null)
        {
            // Whatever its tier and models say, it is the one.
            return call.Entry is { } entry
                ? PoolObstacles.Of(Pool.Of([entry]), entry.Settings.Tier, null, waits, Now)
                : PoolObstacles.Of(null, request.Priority, null, waits, Now);
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
