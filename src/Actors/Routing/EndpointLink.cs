using Akka.Actor;
using MultiplexCluster.Contracts.Identity;
using MultiplexCluster.Contracts.Protocol;

namespace MultiplexCluster.Actors.Routing;

/// <summary>
/// This router's way to one endpoint: straight to its actor once that has answered, else by the shard region, which
/// finds it wherever it is. A message that gets lost on the straight way is repeated by the region.
/// </summary>
internal sealed class EndpointLink(EndpointId id, IActorRef region, IActorRef self)
{
    private IActorRef? _actor;

    public EndpointId Id { get; } = id;

    public ReportOutbox Outbox { get; } = new();

    /// <summary>It stands for an endpoint, as far as was ever heard; else for a name some caller pinned.</summary>
    public bool IsReal { get; set; }

    public void AnsweredBy(IActorRef actor) => _actor = actor;

    /// <summary>The router keeps nothing of it any more: calls that still hold it look for its successor before they report.</summary>
    public bool IsForgotten { get; private set; }

    public void Forget() => IsForgotten = true;

    /// <summary>No answer came on the straight way.</summary>
    public void Lost() => _actor = null;

    public void Send(IEndpointMessage message) => (_actor ?? region).Tell(message, self);
}
