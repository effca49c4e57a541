using MultiplexCluster.Contracts.Identity;

namespace MultiplexCluster.Actors.Endpoints;

/// <summary>A permit in use.</summary>
/// <param name="Holder">The router that holds it.</param>
/// <param name="Epoch">The health's epoch when it was granted.</param>
/// <param name="KeyVersion">The key it calls with.</param>
/// <param name="GrantedAt">Monotonic.</param>
internal readonly record struct Permit(KnownRouter Holder, long Epoch, int KeyVersion, TimeSpan GrantedAt)
{
    /// <summary>The length of its call's body; 0 where its tokens aren't counted.</summary>
    public long BodyBytes { get; init; }

    /// <summary>Tokens that were reserved for it.</summary>
    public long Reserved { get; init; }

    /// <summary>Its call only tries a refused key.</summary>
    public bool IsKeyCheck { get; init; }
}

/// <summary>The permits an endpoint has given out; each counts with its holder too.</summary>
internal sealed class PermitTable
{
    private readonly Dictionary<CallId, Permit> _permits = [];

    public int Count => _permits.Count;

    /// <summary>The nodes whose routers hold a permit.</summary>
    public IReadOnlySet<NodeId> Nodes => _permits.Keys.Select(call => call.Router.Node).ToHashSet();

    /// <summary>The calls of a node's routers that hold a permit.</summary>
    public IReadOnlyList<CallId> HeldOn(NodeId node) => [.. _permits.Keys.Where(call => call.Router.Node == node)];

    public bool TryGet(CallId call, out Permit permit) => _permits.TryGetValue(call, out permit);

    /// <summary>False when the call has its permit already.</summary>
    public bool TryAdd(CallId call, in Permit permit)
    {
        if (!_permits.TryAdd(call, permit))
        {
            return false;
        }

        permit.Holder.Held++;
        return true;
    }

    public bool Remove(CallId call, out Permit permit)
    {
        if (!_permits.Remove(call, out permit))
        {
            return false;
        }

        permit.Holder.Held--;
        return true;
    }
}
