using Akka.Actor;
using Akka.Hosting;
using MultiplexCluster.Actors.Hosting;
using MultiplexCluster.Providers.Calls;
using MultiplexCluster.Providers.Relay;

namespace MultiplexCluster.Actors.Routing;

/// <summary>The way from the data plane to this node's router.</summary>
public sealed class RequestRouter(IReadOnlyActorRegistry registry) : IRequestRouter
{
    private readonly Lazy<IActorRef> _router = new(() => registry.Get<NodeRouter>());
    private long _tickets;

    /// <inheritdoc/>
    public void Execute(ProviderRequest request)
    {
        request.Ticket = Interlocked.Increment(ref _tickets);
        _router.Value.Tell(new Execute(request), ActorRefs.NoSender);
    }

    /// <inheritdoc/>
    public void CallerLeft(ProviderRequest request) => _router.Value.Tell(new CallerLeft(request.Ticket), ActorRefs.NoSender);
}
