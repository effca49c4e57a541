using MultiplexCluster.Contracts.Endpoints;
using MultiplexCluster.Contracts.Protocol;
using MultiplexCluster.Core.Moving;
using MultiplexCluster.Core.Routing;

namespace MultiplexCluster.Actors.Routing;

// Where slots are free, and who leaves endpoints that pause: looked for when a message tells of it, and ten times a second while anybody waits.
internal sealed partial class RouterActor
{
    private readonly StrandedRequests<RoutedCall> _stranded;

    /// <summary>Something was heard of an endpoint.</summary>
    private void Heard(RoutingEntry entry, EndpointLoad load)
    {
        entry.Heard(load, Now);
        OfferToAny(entry);
    }

    private void OfferToAny(RoutingEntry? entry)
    {
        if (!_waiting.IsEmpty && entry is not null)
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

    /// <summary>
    /// An endpoint pauses: those that wait there may do better elsewhere. Slots that are free were offered to them already.
    /// </summary>
    private void Strand(RoutingEntry entry)
    {
        if (MoveRules.IsPaused(entry, Now) && _waiting.HasAt(entry))
        {
            _stranded.Add(entry);
        }
    }

    /// <summary>
    /// Some of those that wait at endpoints which pause wait elsewhere instead where their turn is expected sooner, in the order of
    /// their classes and of when they began to wait.
    /// </summary>
    private void LeavePaused(int most)
    {
        foreach (var (call, to) in _stranded.Leavers(most, () => Now, Choose, MayMove))
        {
            TryToMove(call, to, mayQueue: true);
        }
    }

    private void LookForSlots()
    {
        _refused.Forget(Now);
        _models.Forget(Now);
        YieldPausedTurns();
        if (!_waiting.IsEmpty)
        {
            var looks = new Looks(MoveRules.MostGroupsPerLook, isStrict: false);
            foreach (var key in _waiting.PoolsInTurn())
            {
                OfferFree(key, looks);
                AskForLoads(key);
            }
        }

        LeavePaused(MoveRules.MostPerLook);
    }

    /// <summary>Offers what is free in a pool.</summary>
    private void OfferFree(PoolKey key, Looks looks)
    {
        var free = OpenSlots.FreeOf(EntriesOf(key), Now);
        foreach (var (call, to) in _waiting.TakersIn(key, free, MoveRules.MostPerLook, () => Now, Suits, MayMove, looks))
        {
            TryToMove(call, to);
        }
    }

    private void AskForLoads(PoolKey key)
    {
        if (_waiting.Find(key) is null)
        {
            return;
        }

        foreach (var entry in OpenSlots.UnheardOf(EntriesOf(key), MoveRules.MostAsked, Now))
        {
            entry.LoadAskedAt = Now;
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
