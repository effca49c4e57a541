using MultiplexCluster.Contracts.Endpoints;
using MultiplexCluster.Contracts.Identity;

namespace MultiplexCluster.Actors.Routing;

// Requests that wait where nothing is admitted: each starts elsewhere when a slot is free there; until then it keeps its place.
internal sealed partial class RouterActor
{
    /// <summary>Tried when one slot becomes free, so that this doesn't slow down the end of a call.</summary>
    private const int MostPlacedAtOnce = 16;

    /// <summary>Looked at for one that is tried: most of those in front may be bound to an account that is not free.</summary>
    private const int SeenPerTry = 16;

    /// <summary>Tried per pool and sweep.</summary>
    private const int MostPlacedPerSweep = 1_000;

    private readonly StrandedCalls _stranded = new();

    private static bool IsStranded(RoutedCall call) =>
        call is { Phase: CallPhase.Waiting, Request.Pinned: null, Entry.Admits: false };

    /// <summary>An endpoint stops admitting: those that wait there are stranded.</summary>
    private void Strand(EndpointId stopped)
    {
        foreach (var call in _calls.Values)
        {
            if (IsStranded(call) && call.Link!.Id == stopped)
            {
                _stranded.Add(call);
            }
        }
    }

    private void PlaceAllStranded()
    {
        if (!_stranded.IsEmpty)
        {
            foreach (var (provider, pool) in _stranded.Pools)
            {
                PlaceStranded(provider, pool, MostPlacedPerSweep);
            }
        }
    }

    /// <summary>Starts stranded requests of a pool where a slot is free, the oldest first.</summary>
    private void PlaceStranded(ProviderKind provider, string? pool, int most)
    {
        if (_stranded.IsEmpty)
        {
            return;
        }

        var unplaceable = new HashSet<(PriorityClass, string?, EndpointId?)>();
        var tries = 0;
        foreach (var call in _stranded.Oldest(provider, pool, most * SeenPerTry))
        {
            if (tries >= most)
            {
                return;
            }

            if (!IsStranded(call))
            {
                _stranded.Remove(call);
                continue;
            }

            // Of thousands alike that wait, one is enough to learn that nothing is free for them.
            var kind = (call.Request.Priority, call.Request.Model, call.Request.Affinity);
            if (call.Trail is null && unplaceable.Contains(kind))
            {
                continue;
            }

            tries++;
            if (Choose(call) is { StartsAtOnce: true } choice && choice.Entry != call.Entry)
            {
                _stranded.Remove(call);
                Withdraw(call.Link!, call.Id);
                Ask(call, LinkTo(choice.Entry.Id), choice.Entry, call.Trail?.AttemptsOn(choice.Entry.Id) > 0, lastResort: false);
            }
            else if (call.Trail is null)
            {
                unplaceable.Add(kind);
            }
        }
    }
}
