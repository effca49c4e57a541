using Akka.Actor;
using Akka.Hosting;
using MultiplexCluster.Actors.Hosting;
using MultiplexCluster.Contracts.Endpoints;
using MultiplexCluster.Contracts.Identity;
using MultiplexCluster.Providers.Relay;

namespace MultiplexCluster.Actors.Affinity;

/// <summary>The way from the data plane to the cluster's memory of objects.</summary>
internal sealed class NodeObjectBook(IReadOnlyActorRegistry registry, RecentObjects recent, TimeProvider time) : IObjectBook
{
    // The courier answers before; this is for one that has ended.
    private static readonly TimeSpan LongestWait = ObjectCourier.Patience + TimeSpan.FromSeconds(1);

    private readonly Lazy<IActorRef> _courier = new(() => registry.Get<NodeObjects>());

    /// <inheritdoc/>
    public ValueTask<EndpointId?> FindAsync(ProviderKind provider, string id, CancellationToken cancel)
    {
        var key = ObjectKey.Of(provider, id);
        return recent.Find(key) is { } known ? new(known) : new(AskAsync(key, cancel));
    }

    /// <inheritdoc/>
    public void Note(ProviderKind provider, string id, EndpointId endpoint)
    {
        var place = new ObjectPlace(ObjectKey.Of(provider, id), endpoint);
        if (recent.Learn(place))
        {
            _courier.Value.Tell(new NotePlace(place), ActorRefs.NoSender);
        }
    }

    /// <inheritdoc/>
    public void NoteUnbooked(ProviderKind provider, string id) =>
        _courier.Value.Tell(new NoteUnbooked(ObjectKey.Of(provider, id)), ActorRefs.NoSender);

    /// <inheritdoc/>
    public async ValueTask<bool> TakeUsageAsync(ProviderKind provider, string id)
    {
        var answer = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        _courier.Value.Tell(new SeekUsage(ObjectKey.Of(provider, id), answer), ActorRefs.NoSender);
        try
        {
            return await answer.Task.WaitAsync(LongestWait, time);
        }
        catch (TimeoutException)
        {
            // Says to the courier that nobody waits, or comes too late for that.
            answer.TrySetResult(false);
            return await answer.Task;
        }
    }

    private async Task<EndpointId?> AskAsync(ObjectKey key, CancellationToken cancel)
    {
        var answer = new TaskCompletionSource<EndpointId?>(TaskCreationOptions.RunContinuationsAsynchronously);
        _courier.Value.Tell(new SeekPlace(key, answer), ActorRefs.NoSender);
        try
        {
            return await answer.Task.WaitAsync(LongestWait, time, cancel);
        }
        catch (TimeoutException)
        {
            return null;
        }
    }
}
