using MultiplexCluster.Contracts.Endpoints;
using MultiplexCluster.Contracts.Identity;
using MultiplexCluster.Contracts.Requests;
using MultiplexCluster.Core.Routing;
using MultiplexCluster.Providers.Calls;

namespace MultiplexCluster.Actors.Routing;

// Calls of one conversation stay together where that is no harm; and what is said of a pool that nobody knows.
internal sealed partial class RouterActor
{
    private const int MostSessions = 20_000;
    private static readonly TimeSpan SessionLasts = TimeSpan.FromHours(1);

    private readonly SessionMemory _sessions = new(MostSessions, SessionLasts);

    private RouteDecision? ChooseBySession(RoutedCall call, Pool pool)
    {
        var request = call.Request;
        RoutingEntry? last = null;
        if (_sessions.Find(SessionKeyOf(request), Now) is { } id)
        {
            _directory.TryGet(id, out last);
        }

        return SessionChoice.OrStrategy(
            pool, request.Priority, request.Model, request.Wishes.Session, last, call.Trail, Now, _random, request.Wishes.Strategy);
    }

    /// <summary>From now on this endpoint has the conversation's prompts in its provider's cache.</summary>
    private void NoteSession(RoutedCall call, EndpointId endpoint)
    {
        if (call.Request.Wishes.Session != 0)
        {
            _sessions.Note(SessionKeyOf(call.Request), endpoint, Now);
        }
    }

    // One conversation may go on at several providers, each with a cache of its own.
    private static ulong SessionKeyOf(ProviderRequest request) => StableHash.Of(request.Wishes.Session, (ulong)request.Provider + 1);

    /// <summary>Why a request is wrong that names a pool which no endpoint of any provider is in; null where it names none, or one that is there.</summary>
    private ServiceError? UnknownPool(RoutedCall call)
    {
        // A node that has just started knows nobody yet.
        if (call.Request.Pool is not { } label || call.OwnAttempts > 0 || _directory.Count == 0)
        {
            return null;
        }

        var labels = _directory.Labels();
        return labels.Contains(label, StringComparer.Ordinal)
            ? null
            : new ServiceError(ServiceErrorCode.InvalidRequest, PoolLabels.Unknown(label, labels));
    }
}
