using Akka.Actor;
using Akka.Cluster;
using Akka.Hosting;
using MultiplexCluster.Contracts.Protocol;

namespace MultiplexCluster.Actors.Hosting;

/// <summary>Whether this node takes traffic: it is up in the cluster, and the catalog (thus the store) has answered once.</summary>
public sealed class NodeReadiness(ActorSystem system, IRequiredActor<CatalogSingleton> catalog)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private volatile bool _storeReached;
    private int _asking;

    /// <summary>Ready, or why not.</summary>
    public (bool Ready, string? Why) Check()
    {
        if (Cluster.Get(system).SelfMember.Status is not MemberStatus.Up)
        {
            return (false, "the node is not up in the cluster");
        }

        if (_storeReached)
        {
            return (true, null);
        }

        if (Interlocked.Exchange(ref _asking, 1) == 0)
        {
            _ = AskCatalogAsync();
        }

        return (false, "the store has not been reached yet");
    }

    private async Task AskCatalogAsync()
    {
        try
        {
            _storeReached = await (await catalog.GetAsync()).Ask<object>(new ListIds(), Patience) is EndpointIds;
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
