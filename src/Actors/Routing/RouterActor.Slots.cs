using MultiplexCluster.Contracts.Endpoints;
using MultiplexCluster.Contracts.Identity;
using MultiplexCluster.Contracts.Protocol;
using MultiplexCluster.Core.Moving;
using MultiplexCluster.Core.Routing;

namespace MultiplexCluster.Actors.Routing;

// Where slots are free: looked for when an endpoint stops admitting, and ten times a second while anybody waits.
internal sealed partial class RouterActor
{
    /// <summary>They pause, and more wait at them than could be looked at at once.</summary>
    private readonly HashSet<RoutingEntry> _paused = [];

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
            OfferFree(PoolKey.PoolOf(entry.Settings), MoveRules.MostAtOnce);
            if (PoolKey.AccountOf(entry.Settings) is { } account)
            {
                OfferFree(account, MoveRules.MostAtOnce);
            }

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
            OfferFree(key, MoveRules.MostAtOnce);
        }

        _paused.UnionWith(_waiting.Endpoints.Where(isPaused));
        LeaveAllPaused();
    }

    private void LeaveAllPaused()
    {
        foreach (var paused in _paused.Take(MoveRules.MostPausedAtOnce).ToList())
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
        if (!MoveRules.IsPaused(paused, Now))
        {
            return;
        }

        var moved = 0;
        foreach (var (call, to) in MoveRules.Leavers([.. _waiting.At(paused).Take(MoveRules.MostPerLook)], () => Now, Choose, MayMove))
        {
            TryToMove(call, to, mayQueue: true);
            moved++;
        }

        if (moved == MoveRules.MostPerLook)
        {
            _paused.Add(paused);
        }
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
            OfferFree(key, MoveRules.MostPerLook);
            if (_waiting.Find(key) is not null)
            {
                AskForLoads(key);
            }
        }

        LeaveAllPaused();
    }

    /// <summary>Offers what is free in a pool.</summary>
    private void OfferFree(PoolKey key, int most)
    {
        if (_waiting.Find(key) is null)
        {
            return;
        }

        foreach (var entry in OpenSlots.FreeOf(EntriesOf(key), Now))
        {
            most -= Offer(entry, most);
        }
    }

    private void AskForLoads(PoolKey key)
    {
        foreach (var entry in OpenSlots.UnheardOf(EntriesOf(key), MoveRules.MostAsked, Now))
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
