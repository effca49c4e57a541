namespace MultiplexCluster.FakeProviders.Scripting;

/// <summary>Holds answers until a test lets them go.</summary>
public sealed class Gate
{
    private readonly Lock _lock = new();
    private readonly Queue<TaskCompletionSource> _waiting = new();
    private readonly List<(int Count, TaskCompletionSource Reached)> _watchers = [];
    private bool _open;

    /// <summary>Lets every held answer go, and every later one pass.</summary>
    public void Open()
    {
        lock (_lock)
        {
            _open = true;
            while (_waiting.TryDequeue(out var waiter))
            {
                waiter.TrySetResult();
            }
        }
    }

    /// <summary>Lets up to so many held answers go, oldest first; returns how many went.</summary>
    public int Release(int count = 1)
    {
        var released = 0;
        lock (_lock)
        {
            while (released < count && _waiting.TryDequeue(out var waiter))
            {
                // A waiter whose client left is already cancelled and does not count.
                released += waiter.TrySetResult() ? 1 : 0;
            }
        }

        return released;
    }

    /// <summary>Completes when at least so many answers are held here.</summary>
    /// <exception cref="TimeoutException">They are not within the timeout (default 10 s).</exception>
    public Task WaitForHeldAsync(int count, TimeSpan? timeout = null)
    {
        var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_lock)
        {
            if (Held >= count)
            {
                return Task.CompletedTask;
            }

            _watchers.Add((count, reached));
        }

        return reached.Task.WaitAsync(timeout ?? TimeSpan.FromSeconds(10));
    }

    // A waiter whose client left stays queued, cancelled, until its turn.
    private int Held => _waiting.Count(w => !w.Task.IsCompleted);

    internal async Task PassAsync(CancellationToken left)
    {
        TaskCompletionSource waiter;
        lock (_lock)
        {
            if (_open)
            {
                return;
            }

            waiter = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiting.Enqueue(waiter);
            var held = Held;
            _watchers.RemoveAll(w => w.Count <= held && w.Reached.TrySetResult());
        }

        await using var registration = left.Register(() => waiter.TrySetCanceled(left));
        await waiter.Task;
    }
}
