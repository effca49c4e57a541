using Akka;
using Akka.Actor;
using Akka.Cluster;

namespace MultiplexCluster.Actors.Hosting;

/// <summary>Why this node's actor system ended.</summary>
public sealed class NodeEnd
{
    private volatile bool _wasDowned;

    /// <summary>The other nodes took this one for lost: it must be started again.</summary>
    public bool WasDowned => _wasDowned;

    internal void Watch(ActorSystem system)
    {
        var shutdown = CoordinatedShutdown.Get(system);
        shutdown.AddTask(CoordinatedShutdown.PhaseBeforeServiceUnbind, "note the reason", () =>
        {
            _wasDowned = shutdown.ShutdownReason is CoordinatedShutdown.ClusterDowningReason;
            return Task.FromResult(Done.Instance);
        });
    }
}
