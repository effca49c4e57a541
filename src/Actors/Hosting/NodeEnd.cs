using Akka;
using Akka.Actor;
using Akka.Cluster;

namespace MultiplexCluster.Actors.Hosting;

/// <summary>Why this node's actor system ended.</summary>
public sealed class NodeEnd
{
    private volatile bool _wasDowned;
    private volatile string? _refusal;

    /// <summary>The other nodes took this one for lost: it must be started again.</summary>
    public bool WasDowned => _wasDowned;

    /// <summary>Why this node may not use its store; null when it may.</summary>
    public string? Refusal => _refusal;

    internal void Watch(ActorSystem system)
    {
        var shutdown = CoordinatedShutdown.Get(system);
        shutdown.AddTask(CoordinatedShutdown.PhaseBeforeServiceUnbind, "note the reason", () =>
        {
            _refusal = (shutdown.ShutdownReason as StartRefused)?.Why;
            _wasDowned = shutdown.ShutdownReason is CoordinatedShutdown.ClusterDowningReason;
            return Task.FromResult(Done.Instance);
        });
    }
}

/// <summary>The node ends because it may not use its store.</summary>
/// <param name="why">What is wrong and what to do.</param>
internal sealed class StartRefused(string why) : CoordinatedShutdown.Reason
{
    public string Why => why;

    public override int ExitCode => 2;
}
