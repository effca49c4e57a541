using Akka.Actor;
using Akka.Hosting;
using MultiplexCluster.Actors.Routing;

namespace MultiplexCluster.Actors.Hosting;

/// <summary>The way from a host that ends to this node's router.</summary>
public sealed class NodeDrain(IReadOnlyActorRegistry registry)
{
    /// <summary>Answers what waits, <c>Retry-After</c> included; calls that run go on.</summary>
    public void EndWaiting()
    {
        if (registry.TryGet<NodeRouter>(out var router))
        {
            router.Tell(Routing.EndWaiting.Instance, ActorRefs.NoSender);
        }
    }
}
