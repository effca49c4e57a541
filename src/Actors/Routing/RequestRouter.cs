using Akka.Actor;
using Akka.Hosting;
using MultiplexCluster.Actors.Hosting;
using MultiplexCluster.Providers.Calls;
using MultiplexCluster.Providers.Relay;

namespace MultiplexCluster.Actors.Routing;

/// <summary>The way from the data plane to this node's router.</summary>
public sealed class RequestRouter : IRequestRouter
{
    private readonly Lazy<IActorRef> _router;
    private long _tickets;
    private volatile bool _hasEnded;

    /// <summary>The way to the router of this system.</summary>
    public RequestRouter(ActorSystem system, IReadOnlyActorRegistry registry)
    {
        ArgumentNullException.ThrowIfNull(system);
        _router = new(() => registry.Get<NodeRouter>());
        ((ExtendedActorSystem)system).SystemActorOf(UndeliveredRequests.Props(() => _hasEnded = true), UndeliveredRequests.Name);
    }

    /// <inheritdoc/>
    public void Execute(ProviderRequest request)
    {
        if (_hasEnded)
        {
            UndeliveredRequests.Answer(request);
            return;
        }

        request.Ticket = Interlocked.Increment(ref _tickets);
        _router.Value.Tell(new Execute(request), ActorRefs.NoSender);
        if (_hasEnded)
        {
            // It may have ended in between, and then nobody reads what it was told. Of two answers the first counts.
            UndeliveredRequests.Answer(request);
        }
    }

    /// <inheritdoc/>
    public void CallerLeft(ProviderRequest request) => _router.Value.Tell(new CallerLeft(request.Ticket), ActorRefs.NoSender);
}
