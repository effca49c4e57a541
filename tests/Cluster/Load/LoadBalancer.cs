using MultiplexCluster.Cluster.Nodes;

namespace MultiplexCluster.Cluster.Load;

/// <summary>Keeps in rotation the nodes that say they are ready, asking each again and again as a load balancer does.</summary>
public sealed class LoadBalancer : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _work;

    /// <summary>Asks these nodes every so often. Default 100 ms.</summary>
    public LoadBalancer(Func<IReadOnlyList<ClusterNode>> nodes, TimeSpan? every = null) => _work = Task.Run(async () =>
    {
        while (!_stop.IsCancellationRequested)
        {
            await Task.WhenAll(nodes().Select(async node => node.InRotation = await node.IsReadyAsync()));
            await Task.Delay(every ?? TimeSpan.FromMilliseconds(100), CancellationToken.None);
        }
    });

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _work;
        _stop.Dispose();
    }
}
