using System.Collections.Concurrent;
using System.Diagnostics;
using MultiplexCluster.Faults.Callers;

namespace MultiplexCluster.Cluster.Load;

/// <summary>Calls that go on until told to stop.</summary>
public sealed class RunningLoad : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentQueue<CallRecord> _records = new();
    private readonly Task _work;
    private int _made;

    private RunningLoad(Func<RunningLoad, Task> work) => _work = Task.Run(() => work(this));

    /// <summary>What has ended so far.</summary>
    public IReadOnlyCollection<CallRecord> Records => _records;

    /// <summary>Calls made so far.</summary>
    public int Made => Volatile.Read(ref _made);

    /// <summary>No further calls; what became of all of them, when the last has ended.</summary>
    public async Task<IReadOnlyList<CallRecord>> StopAsync()
    {
        await _stop.CancelAsync();
        await _work;
        return [.. _records];
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _stop.Dispose();
    }

    internal static RunningLoad Rate(double perSecond, Func<int, Task<CallRecord>> call) => new(async load =>
    {
        var calls = new List<Task>();
        var began = Stopwatch.GetTimestamp();
        while (!load._stop.IsCancellationRequested)
        {
            // By the clock, not by the waits: a busy machine makes up for what it was late with, at most a second's worth.
            var due = (int)(Stopwatch.GetElapsedTime(began).TotalSeconds * perSecond);
            for (var i = 0; i < perSecond && load.Made < due; i++)
            {
                calls.Add(load.OneAsync(call));
            }

            await Task.Delay(5, CancellationToken.None);
        }

        await Task.WhenAll(calls);
    });

    internal static RunningLoad Callers(int callers, TimeSpan pause, Func<int, Task<CallRecord>> call) => new(load => Task.WhenAll(
        Enumerable.Range(0, callers).Select(async _ =>
        {
            while (!load._stop.IsCancellationRequested)
            {
                await load.OneAsync(call);
                await Task.Delay(pause, CancellationToken.None);
            }
        })));

    private async Task OneAsync(Func<int, Task<CallRecord>> call) => _records.Enqueue(await call(Interlocked.Increment(ref _made) - 1));
}
