using MultiplexCluster.Actors.Hosting;
using MultiplexCluster.Host.Configuration;
using MultiplexCluster.Providers.Relay;

namespace MultiplexCluster.Host.Draining;

/// <summary>
/// How a node ends when it is asked to: it says at once that it isn't ready, serves on while load balancers learn that,
/// then takes no more connections and carries what it has to its end. What still waits at the limit is answered.
/// </summary>
internal sealed class Drain(DrainOptions options, NodeDrain node, NodeEnd end, Forwarder forwarder, TimeProvider time) : IHostedLifecycleService, IDisposable
{
    private volatile bool _hasBegun;
    private ITimer? _limit;

    /// <summary>Whether this node is ending.</summary>
    public bool HasBegun => _hasBegun;

    /// <inheritdoc/>
    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        _hasBegun = true;

        // One that the others gave up has nothing left to serve with.
        var delay = end.WasDowned ? TimeSpan.Zero : options.Delay;
        _limit = time.CreateTimer(_ => node.EndWaiting(), null, delay + options.Limit, Timeout.InfiniteTimeSpan);
        await Task.Delay(delay, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

        // By now whoever connects anew gets to another node.
        forwarder.Sessions.End();
    }

    /// <inheritdoc/>
    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public void Dispose() => _limit?.Dispose();
}
