using System.Diagnostics;
using MultiplexCluster.Cluster.Nodes;

namespace MultiplexCluster.Cluster.Checking;

/// <summary>
/// How late a busy machine makes what takes milliseconds on an idle one: an endpoint is asked through every node, again and again, and
/// the longest question with the pause after it is kept. Limits in wall-clock time are as much longer as their way has such steps.
/// </summary>
public sealed class SlownessProbe : IAsyncDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _work;
    private long _longest;

    /// <summary>Begins to ask of an endpoint.</summary>
    public SlownessProbe(TestCluster cluster, string endpoint)
    {
        ArgumentNullException.ThrowIfNull(cluster);
        _work = Task.WhenAll(cluster.Nodes.Select(node => AskAsync(node, endpoint)));
    }

    /// <summary>The longest so far, its planned pause not counted.</summary>
    public TimeSpan Longest => TimeSpan.FromTicks(Interlocked.Read(ref _longest));

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _work;
        _stop.Dispose();
    }

    private async Task AskAsync(ClusterNode node, string endpoint)
    {
        while (!_stop.IsCancellationRequested)
        {
            var began = Stopwatch.GetTimestamp();
            await node.Admin.GetAsync(endpoint);
            await Task.Delay(Pause, CancellationToken.None);
            var took = (Stopwatch.GetElapsedTime(began) - Pause).Ticks;
            for (var longest = Interlocked.Read(ref _longest); took > longest; longest = Interlocked.Read(ref _longest))
            {
                Interlocked.CompareExchange(ref _longest, took, longest);
            }
        }
    }
}
