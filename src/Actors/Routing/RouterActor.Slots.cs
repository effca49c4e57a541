using MultiplexCluster.Contracts.Identity;
using MultiplexCluster.Contracts.Protocol;
using MultiplexCluster.Core.Routing;

namespace MultiplexCluster.Actors.Routing;

// Where slots are free: looked for when an endpoint stops admitting, and ten times a second while anybody waits.
internal sealed partial class RouterActor
{
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
        if (!_waiting.IsEmpty && _directory.TryGet(stopped, out var entry))
        {
            var settings = entry.Settings;
            OfferFree(new PoolKey(settings.Provider, settings.Pool, IsAccount: false), MostMovedAtOnce);
            OfferFree(new PoolKey(settings.Provider, settings.QuotaGroup, IsAccount: true), MostMovedAtOnce);
        }
    }

    private void LookForSlots()
    {
        if (_waiting.IsEmpty)
        {
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
    }

    /// <summary>Offers what is free in a pool, its higher tiers first: nobody borrows a lower tier's slot while its own has one.</summary>
    private void OfferFree(PoolKey key, int most)
    {
        if (_waiting.Find(key) is null)
        {
            return;
        }

        var now = Now;
        foreach (var entry in EntriesOf(key).Where(e => FreeSlots.IsFree(e, now)).OrderBy(e => e.Settings.Tier).ToList())
        {
            most -= Offer(entry, most);
        }
    }

    private void AskForLoads(PoolKey key)
    {
        var now = Now;
        var unheard = EntriesOf(key).Where(e => FreeSlots.MayBeFree(e, now)).OrderBy(e => e.HeardAt).Take(MostQueried).ToList();
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
