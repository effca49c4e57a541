using MultiplexCluster.Cluster.Nodes;

namespace MultiplexCluster.Cluster.Load;

/// <summary>Keeps in rotation the nodes that say they are ready, asking each again and again as a load balancer does.</summary>
public sealed class LoadBalancer : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly HttpClient _client = new() { Timeout = TimeSpan.FromSeconds(1) };
    private readonly Task _work;

    /// <summary>Asks these nodes every so often. Default 100 ms.</summary>
    public LoadBalancer(Func<IReadOnlyList<ClusterNode>> nodes, TimeSpan? every = null) => _work = Task.Run(async () =>
    {
        while (!_stop.IsCancellationRequested)
        {
            await Task.WhenAll(nodes().Select(async node => node.InRotation = await IsReadyAsync(node)));
            await Task.Delay(every ?? TimeSpan.FromMilliseconds(100), CancellationToken.None);
        }
    });

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _work;
        _client.Dispose();
        _stop.Dispose();
    }

    private async Task<bool> IsReadyAsync(ClusterNode node)
    {
        try
        {
            using var answer = await _client.GetAsync(new Uri(node.Address, "/health/ready"));
            return answer.IsSuccessStatusCode;
        }
        catch (Exception gone) when (gone is HttpRequestException or TaskCanceledException)
        {
            return false;
        }
    }
}
