using Akka.Actor;
using Akka.Cluster;
using Akka.Hosting;
using MultiplexCluster.Actors.Routing;
using MultiplexCluster.Contracts.Protocol;

namespace MultiplexCluster.Actors.Hosting;

/// <summary>
/// Whether this node takes traffic: it is up in the cluster, the catalog (thus the store) has answered once, and the
/// router has heard of the endpoints there were then, or has waited for them long enough.
/// </summary>
public sealed class NodeReadiness(
    ActorSystem system, IRequiredActor<CatalogSingleton> catalog, IRequiredActor<NodeRouter> router, TimeProvider time)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(15);
    private readonly long _began = time.GetTimestamp();
    private volatile string? _why = "the store has not been reached yet";
    private int _asking;

    /// <summary>Ready, or why not.</summary>
    public (bool Ready, string? Why) Check()
    {
        if (Cluster.Get(system).SelfMember.Status is not MemberStatus.Up)
        {
            return (false, "the node is not up in the cluster");
        }

        if (_why is null)
        {
            return (true, null);
        }

        if (Interlocked.Exchange(ref _asking, 1) == 0)
        {
            _ = AskAsync();
        }

        return (_why is null, _why);
    }

    private async Task AskAsync()
    {
        try
        {
            var ids = await (await catalog.GetAsync()).Ask<EndpointIds>(new ListIds(), Patience);
            var known = await (await router.GetAsync()).Ask<EndpointsKnown>(new CountEndpoints(), Patience);
            var isComplete = known.Count >= ids.Ids.Count || time.GetElapsedTime(_began) > LongestWait;
            _why = isComplete ? null : $"{known.Count} of {ids.Ids.Count} endpoints are awake";
        }
        catch (AskTimeoutException)
        {
            // Asked again by the next check.
        }
        finally
        {
            Volatile.Write(ref _asking, 0);
        }
    }
}
