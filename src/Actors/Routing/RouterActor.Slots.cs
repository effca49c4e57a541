using MultiplexCluster.Contracts.Endpoints;
using MultiplexCluster.Contracts.Identity;
using MultiplexCluster.Contracts.Protocol;
using MultiplexCluster.Core.Routing;

namespace MultiplexCluster.Actors.Routing;

// Where slots are free: looked for when an endpoint stops admitting, and ten times a second while anybody waits.
internal sealed partial class RouterActor
{
    /// <summary>They pause, and more wait at them than could be looked at at once.</summary>
    private readonly HashSet<RoutingEntry> _paused = [];

    /// <summary>Endpoints whose waiters are looked at at once.</summary>
    private const int MostPausedAtOnce = 16;

    /// <summary>Something was heard of an endpoint.</summary>
    private void Heard(RoutingEntry entry, EndpointLoad load)
    {
        entry.Heard(load, Now);
        if (!_waiting.IsEmpty)
        {
            Offer(entry);
        }
    }

    /// <summary>A call of this router ended there.</summary>
    private void SlotFreed(RoutingEntry entry)
    {
        if (!_waiting.IsEmpty)
        {
            entry.NoSlotUntil = TimeSpan.Zero;
            Offer(entry);
        }
    }

    /// <summary>An endpoint stops admitting: those that wait there go elsewhere at once, as far as slots are free.</summary>
    private void Strand(EndpointId stopped)
    {
        if (!_waiting.IsEmpty && _directory.TryGet(stopped, out var entry) && _waiting.HasAt(entry))
        {
            var settings = entry.Settings;
            OfferFree(new PoolKey(settings.Provider, settings.Pool, IsAccount: false), MostMovedAtOnce);
            OfferFree(new PoolKey(settings.Provider, settings.QuotaGroup, IsAccount: true), MostMovedAtOnce);
            LeavePaused(entry);
        }
    }

    /// <summary>Several endpoints pause at once, thousands perhaps.</summary>
    private void Strand(Func<RoutingEntry, bool> isPaused)
    {
        if (_waiting.IsEmpty)
        {
            return;
        }

        foreach (var key in _waiting.Pools)
        {
            OfferFree(key, MostMovedAtOnce);
        }

        _paused.UnionWith(_waiting.Endpoints.Where(isPaused));
        LeaveAllPaused();
    }

    private void LeaveAllPaused()
    {
        foreach (var paused in _paused.Take(MostPausedAtOnce).ToList())
        {
            LeavePaused(paused);
        }
    }

    /// <summary>
    /// Those that wait at an endpoint which pauses, and find nothing free, wait elsewhere instead where their turn is expected sooner,
    /// in the order of their classes and of when they came. The rest follows with the next sweep.
    /// </summary>
    private void LeavePaused(RoutingEntry paused)
    {
        _paused.Remove(paused);
        if (paused.State is not (EndpointState.CoolingDown or EndpointState.CircuitOpen) || paused.Until <= Now)
        {
            return;
        }

        var settings = paused.Settings;
        var stranded = _waiting.At(paused, new PoolKey(settings.Provider, settings.Pool, IsAccount: false))
            .Concat(_waiting.At(paused, new PoolKey(settings.Provider, settings.QuotaGroup, IsAccount: true)))
            .Take(MostMovedPerSweep)
            .ToList();
        var unplaceable = new HashSet<(WaitingGroup?, bool)>();
        var moved = 0;
        foreach (var call in stranded)
        {
            // Of thousands alike that wait, one is enough to learn that nothing is better for them.
            var kind = (call.Stay!.Group, call.Trail is null);
            if (unplaceable.Contains(kind))
            {
                continue;
            }

            if (Choose(call) is { TakesRequests: true } next && MayMove(call, next.Entry) && IsSooner(call, next.Entry))
            {
                TryToMove(call, next.Entry, mayQueue: true);
                moved++;
            }
            else
            {
                unplaceable.Add(kind);
            }
        }

        if (moved == MostMovedPerSweep)
        {
            _paused.Add(paused);
        }
    }

    private bool IsSooner(RoutedCall call, RoutingEntry there)
    {
        var now = Now;
        var here = StartEstimate.At(call.Entry!, Math.Max(0, call.Stay!.Position - 1), now);
        return StartEstimate.IsSooner(StartEstimate.At(there, there.Waiting + there.Asked, now), here);
    }

    private void LookForSlots()
    {
        ForgetPausedModels();
        YieldPausedTurns();
        if (_waiting.IsEmpty)
        {
            _paused.Clear();
            return;
        }

        foreach (var key in _waiting.Pools)
        {
            OfferFree(key, MostMovedPerSweep);
            if (_waiting.Find(key) is not null)
            {
                AskForLoads(key);
            }
        }

        LeaveAllPaused();
    }

    /// <summary>Offers what is free in a pool, its higher tiers first: nobody borrows a lower tier's slot while its own has one.</summary>
    private void OfferFree(PoolKey key, int most)
    {
        if (_waiting.Find(key) is null)
        {
            return;
        }

        var now = Now;
        foreach (var entry in EntriesOf(key).Where(e => OpenSlots.IsFree(e, now)).OrderBy(e => e.Settings.Tier).ToList())
        {
            most -= Offer(entry, most);
        }
    }

    private void AskForLoads(PoolKey key)
    {
        var now = Now;
        var unheard = EntriesOf(key).Where(e => OpenSlots.MayBeFree(e, now)).OrderBy(e => e.HeardAt).Take(MostQueried).ToList();
        foreach (var entry in unheard)
        {
            LinkTo(entry.Id).Send(new LoadQuery(entry.Id, _id));
        }
    }

    private IEnumerable<RoutingEntry> EntriesOf(PoolKey key) => key switch
    {
        { IsAccount: false } => _directory.Find(key.Provider, key.Label)?.Entries ?? [],
        _ when _waiting.Find(key)?.Any is { } call => AccountOf(call.Request),
        _ => [],
    };

    private void OnLoadTold(LoadTold told)
    {
        LinkTo(told.EndpointId).AnsweredBy(Sender);
        if (_directory.TryGet(told.EndpointId, out var entry))
        {
            Heard(entry, told.Load);
        }
    }
}
