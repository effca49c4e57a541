using Akka.Actor;

namespace MultiplexCluster.Actors.Tests.Endpoints;

/// <summary>A router of another node, as an endpoint sees it: what is said to it arrives at a probe.</summary>
internal sealed class DistantRouter(ActorSystem system, IActorRef probe) : MinimalActorRef
{
    public override ActorPath Path { get; } = new RootActorPath(new Address("akka.tcp", "multiplex", "10.0.0.2", 4053)) / "user" / "router";

    public override IActorRefProvider Provider => ((ExtendedActorSystem)system).Provider;

    protected override void TellInternal(object message, IActorRef sender) => probe.Tell(message, sender);
}
