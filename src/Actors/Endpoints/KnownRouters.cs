using Akka.Actor;
using MultiplexCluster.Contracts.Identity;
using MultiplexCluster.Core.Counting;

namespace MultiplexCluster.Actors.Endpoints;

/// <summary>What an endpoint knows of one router.</summary>
internal sealed class KnownRouter(RouterId id)
{
    public RouterId Id { get; } = id;

    /// <summary>The router itself, once it has said something since this actor began.</summary>
    public IActorRef? Actor { get; set; }

    /// <summary>Its last report that is counted.</summary>
    public ReportMark Mark { get; set; }

    /// <summary>Permits it holds.</summary>
    public int Held { get; set; }

    /// <summary>Which report it was asked for last, and when.</summary>
    public (long Number, TimeSpan At) AskedFor { get; set; }
}

/// <summary>The routers an endpoint knows: one record each, found without a search when the same one speaks again.</summary>
internal sealed class KnownRouters
{
    private readonly Dictionary<RouterId, KnownRouter> _byId = [];
    private KnownRouter? _last;

    /// <summary>Per router that has reported, the last report that is counted; a copy.</summary>
    public Dictionary<RouterId, long> Marks =>
        _byId.Values.Where(r => r.Mark.Last > 0).ToDictionary(r => r.Id, r => r.Mark.Last);

    public KnownRouter? Find(RouterId id)
    {
        if (_last?.Id != id)
        {
            _last = _byId.GetValueOrDefault(id) ?? _last;
        }

        return _last?.Id == id ? _last : null;
    }

    public KnownRouter Of(RouterId id)
    {
        if (Find(id) is not { } known)
        {
            _byId[id] = _last = known = new KnownRouter(id);
        }

        return known;
    }

    /// <summary>Takes over marks that a checkpoint or a reset of the counters carries; a mark never goes back.</summary>
    public void Restore(IReadOnlyDictionary<RouterId, long> marks)
    {
        foreach (var (id, mark) in marks)
        {
            Of(id).Mark = Of(id).Mark.NotBefore(mark);
        }
    }

    /// <summary>A new endpoint under an old id counts from the beginning.</summary>
    public void ForgetMarks()
    {
        foreach (var router in _byId.Values)
        {
            router.Mark = default;
        }
    }

    /// <summary>Forgets the routers of a node that is no more: none of them can report again.</summary>
    public void Forget(NodeId node)
    {
        _last = null;
        foreach (var id in _byId.Keys.Where(id => id.Node == node).ToList())
        {
            _byId.Remove(id);
        }
    }

    /// <summary>Forgets routers that can never report again.</summary>
    public void KeepOnly(IReadOnlySet<RouterId> living)
    {
        _last = null;
        foreach (var id in _byId.Values.Where(r => r.Held == 0 && !living.Contains(r.Id)).Select(r => r.Id).ToList())
        {
            _byId.Remove(id);
        }
    }
}
