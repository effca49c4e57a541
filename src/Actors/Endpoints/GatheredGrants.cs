using Akka.Actor;
using MultiplexCluster.Contracts.Identity;
using MultiplexCluster.Contracts.Protocol;

namespace MultiplexCluster.Actors.Endpoints;

/// <summary>Permits for routers that asked for several at once, until all that was asked is decided.</summary>
internal sealed class GatheredGrants
{
    private readonly List<(IActorRef Router, UpstreamTarget Target, List<CallId> Calls)> _routers = [];
    private readonly List<IActorRef> _asked = [];

    /// <summary>Gathers from now on what this router is granted.</summary>
    /// <returns>Whether nothing was gathered before, for anybody.</returns>
    public bool Gather(IActorRef router)
    {
        var isFirst = _asked.Count == 0;
        if (!_asked.Contains(router))
        {
            _asked.Add(router);
        }

        return isFirst;
    }

    /// <summary>Keeps a permit back; false for a router whose permits are not gathered.</summary>
    public bool TryAdd(IActorRef router, CallId call, UpstreamTarget target)
    {
        if (!_asked.Contains(router))
        {
            return false;
        }

        // A key rotated in between begins another message.
        var found = _routers.FindIndex(r => ReferenceEquals(r.Target, target) && r.Router.Equals(router));
        if (found < 0)
        {
            _routers.Add((router, target, [call]));
        }
        else
        {
            _routers[found].Calls.Add(call);
        }

        return true;
    }

    /// <summary>What was gathered, and an end to gathering.</summary>
    public IReadOnlyList<(IActorRef Router, UpstreamTarget Target, List<CallId> Calls)> Take()
    {
        var all = _routers.ToList();
        _routers.Clear();
        _asked.Clear();
        return all;
    }
}
