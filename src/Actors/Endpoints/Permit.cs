using Akka.Actor;
using MultiplexCluster.Contracts.Identity;

namespace MultiplexCluster.Actors.Endpoints;

/// <summary>A permit in use.</summary>
/// <param name="Holder">The router that holds it.</param>
/// <param name="Epoch">The health's epoch when it was granted.</param>
/// <param name="KeyVersion">The key it calls with.</param>
/// <param name="GrantedAt">Monotonic.</param>
internal readonly record struct Permit(IActorRef Holder, long Epoch, int KeyVersion, TimeSpan GrantedAt);

/// <summary>The permits an endpoint has given out, in all and per router.</summary>
internal sealed class PermitTable
{
    private readonly Dictionary<CallId, Permit> _permits = [];
    private readonly Dictionary<RouterId, int> _perRouter = [];

    public int Count => _permits.Count;

    public bool TryGet(CallId call, out Permit permit) => _permits.TryGetValue(call, out permit);

    public int HeldBy(RouterId router) => _perRouter.GetValueOrDefault(router);

    public void Add(CallId call, Permit permit)
    {
        if (_permits.TryAdd(call, permit))
        {
            _perRouter[call.Router] = HeldBy(call.Router) + 1;
        }
    }

    public bool Remove(CallId call, out Permit permit)
    {
        if (!_permits.Remove(call, out permit))
        {
            return false;
        }

        var left = HeldBy(call.Router) - 1;
        if (left > 0)
        {
            _perRouter[call.Router] = left;
        }
        else
        {
            _perRouter.Remove(call.Router);
        }

        return true;
    }
}
